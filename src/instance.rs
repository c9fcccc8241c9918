//! Process-wide state: run mode, the registry of instances, their parameters.
