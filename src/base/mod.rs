//! What every floor stands on: places in text, findings, and text primitives.

pub mod calendar;
pub mod code;
pub mod decimal;
pub mod diagnostic;
pub mod duration;
pub mod limits;
pub mod phrase;
pub mod source;
pub mod span;
pub mod width;

#[cfg(feature = "compiler")]
mod page;
#[cfg(feature = "compiler")]
mod render;

pub use code::{Code, Kind, Level};
pub use decimal::Decimal;
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Message, counted};
#[cfg(feature = "compiler")]
pub use render::Report;
pub use source::{Position, Source, Sources};
pub use span::{FileId, Span};

/// The language a person reads findings in. The order of the variants is the order in which texts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}
