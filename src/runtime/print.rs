//! How a value is written in Chinese, in a spoken line or on a screen.

use super::machine::Machine;
use super::value::Val;
use crate::base::calendar::zone::{Zone, ymd};
use crate::base::duration;
use crate::program::{CivilUnit, Format, Type};
use std::fmt::Write;

/// Who reads it, and when: a date of another year names its year.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    pub(crate) m: &'a Machine,
    pub(crate) now: i64,
    /// Where the clocks are that are meant; none where nobody knows.
    pub(crate) zone: Option<Zone>,
}

/// Appends a value as its format says.
pub(crate) fn write_value(out: &mut String, r: Reader<'_>, value: &Val, format: &Format) {
    match format {
        Format::Plain(ty) => write_typed(out, r, value, ty),
        Format::Grouped(lengths) => write_grouped(out, r, value, lengths),
        Format::Percent => write_percent(out, r, value),
    }
}

/// Appends a value of a type.
pub(crate) fn write_typed(out: &mut String, r: Reader<'_>, value: &Val, ty: &Type) {
    match value {
        Val::Number(n) => {
            let _ = write!(out, "{n}{}", ty.unit().0);
        }
        Val::List(items) => {
            let inner = if let Type::List(inner) = ty { inner } else { ty };
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push('、');
                }
                write_typed(out, r, item, inner);
            }
        }
        _ => write_plain(out, r, value),
    }
}

fn write_plain(out: &mut String, r: Reader<'_>, value: &Val) {
    let m = r.m;
    let p = &m.program;
    match value {
        Val::Unknown => out.push_str("未知"),
        Val::Bool(b) => out.push(if *b { '是' } else { '否' }),
        Val::Number(n) => {
            let _ = write!(out, "{n}");
        }
        Val::Duration(ms) => out.push_str(&duration::zh(*ms)),
        Val::Civil(ms, CivilUnit::WorkMs) => out.push_str(&duration::working(*ms).0),
        Val::Civil(n, unit) => {
            let _ = write!(out, "{n}{}", unit.words().0);
        }
        Val::Text(text) => out.push_str(text),
        Val::Date(date) => write_date(out, r, *date),
        Val::Clock(ms) => write_clock(out, *ms),
        Val::Instant(at) => match r.zone.map(|zone| zone.local(*at)) {
            Some(Some((date, ms))) => {
                write_date(out, r, date);
                write_clock(out, ms);
            }
            None => out.push_str("未知"),
            Some(None) => {
                let _ = write!(out, "{at}");
            }
        },
        Val::Leaf(t, l) => out.push_str(leaf_name(m, *t, *l)),
        Val::Role(r) => out.push_str(p.roles.get(*r as usize).map_or("", |r| &r.name)),
        Val::Phrases(c) => out.push_str(p.phrases.get(*c as usize).map_or("", |c| &c.name)),
        Val::Person(person) => out.push_str(&person.name),
        Val::List(_) | Val::Record(_) => out.push('…'),
    }
}

/// The name of a leaf.
pub(crate) fn leaf_name(m: &Machine, taxonomy: u32, leaf: u32) -> &str {
    m.program.taxonomies.get(taxonomy as usize).and_then(|t| t.leaves.get(leaf as usize)).map_or("", |l| &l.name)
}

fn write_date(out: &mut String, r: Reader<'_>, date: i32) {
    let this = r.zone.unwrap_or(r.m.zone).local(r.now).and_then(|(today, _)| ymd(today)).map(|(year, ..)| year);
    let _ = match ymd(date) {
        Some((year, month, day)) if this != Some(year) => write!(out, "{year}年{month}月{day}日"),
        Some((_, month, day)) => write!(out, "{month}月{day}日"),
        None => write!(out, "{date}"),
    };
}

fn write_clock(out: &mut String, ms: u32) {
    let seconds = ms / 1000;
    let _ = write!(out, "{}:{:02}", seconds / 3600, seconds / 60 % 60);
    if !ms.is_multiple_of(60_000) {
        let _ = write!(out, ":{:02}", seconds % 60);
    }
    if !ms.is_multiple_of(1000) {
        let _ = write!(out, ".{:03}", ms % 1000);
    }
}

/// A share of a whole, to a tenth of a per cent.
fn write_percent(out: &mut String, r: Reader<'_>, value: &Val) {
    let Val::Number(n) = value else { return write_plain(out, r, value) };
    let tenths = (n.0.max(0).saturating_add(500)) / 1000;
    let _ = match (tenths / 10, tenths % 10) {
        (whole, 0) => write!(out, "{whole}%"),
        (whole, tenth) => write!(out, "{whole}.{tenth}%"),
    };
}

/// Digits in groups; what is left over stands in a last group.
fn write_grouped(out: &mut String, r: Reader<'_>, value: &Val, lengths: &[u32]) {
    let Val::Text(text) = value else { return write_plain(out, r, value) };
    let mut chars = text.chars().peekable();
    for (i, length) in lengths.iter().enumerate() {
        if chars.peek().is_none() {
            return;
        }
        if i > 0 {
            out.push(' ');
        }
        out.extend(chars.by_ref().take(*length as usize));
    }
    if chars.peek().is_some() {
        out.push(' ');
        out.extend(chars);
    }
}
