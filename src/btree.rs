//! Search and edit by key over cached pages.
