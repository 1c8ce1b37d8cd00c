//! The verbs without files and terminal.

mod codes;
mod config;
mod schema;
mod tables;
