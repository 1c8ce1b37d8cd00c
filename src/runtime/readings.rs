//! A value as a line that ought to be said asks for it: of a time its date and its clock, of a list its items.

use super::print::{Reader, write_value};
use super::value::Val;
use crate::base::phrase::Part;
use crate::program::{Format, Type};

/// The parts that are to be said, each as the script writes it; that 18:00 is 下午六点 the comparison knows.
pub(crate) fn readings(r: Reader<'_>, value: &Val, format: &Format) -> Vec<Part> {
    let written = |value: &Val| {
        let mut out = String::new();
        write_value(&mut out, r, value, format);
        Part::Value(out)
    };
    match (value, format) {
        (Val::Instant(at), _) => match r.zone.and_then(|zone| zone.local(*at)) {
            Some((date, ms)) => vec![written(&Val::Date(date)), written(&Val::Clock(ms))],
            None => vec![written(value)],
        },
        (Val::List(items), Format::Plain(ty)) => {
            let inner = if let Type::List(inner) = ty { (**inner).clone() } else { ty.clone() };
            let inner = Format::Plain(inner);
            let mut parts = Vec::new();
            for item in items.iter() {
                if !parts.is_empty() {
                    parts.push(Part::Words("、".to_owned()));
                }
                parts.extend(readings(r, item, &inner));
            }
            parts
        }
        _ => vec![written(value)],
    }
}
