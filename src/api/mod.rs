//! The verbs without their files and terminals: bytes in, data out. Every frontend of the compiler stands on this floor.

pub mod codes;
pub mod report;

mod check;
mod config;
mod input;
mod severity;

pub use crate::program::EDITION;
pub use check::{Checked, check};
pub use config::{Config, ConfigError, Status};
pub use input::{Input, InputFile, InputPackage};
