//! The verbs without files and terminal.

mod codes;
mod config;
mod phrases;
mod schema;
mod tables;
