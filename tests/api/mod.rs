//! The verbs without files and terminal.

mod codes;
mod config;
mod fix;
mod length;
mod phrases;
mod schema;
mod suggest;
mod tables;
