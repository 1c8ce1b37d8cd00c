//! The verbs without files and terminal.

mod codes;
mod config;
mod fix;
mod phrases;
mod schema;
mod tables;
