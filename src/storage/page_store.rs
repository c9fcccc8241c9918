//! What searching and undoing need of a database: its pages and its clock.

use crate::error::Result;
use crate::format::page::Page;
use crate::format::primitives::{Dbtime, Pgno};

/// The pages of one attached database, in memory when used.
pub trait PageStore {
    /// # Errors
    /// What reading and verifying the page gives; an error too when it has no content.
    fn page(&mut self, pgno: Pgno) -> Result<&Page>;

    /// The same, to be changed: it will be written.
    fn page_mut(&mut self, pgno: Pgno) -> Result<&mut Page>;

    /// Advances the database's clock by one tick and gives the new time.
    fn next_dbtime(&mut self) -> Dbtime;
}
