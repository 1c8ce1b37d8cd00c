//! 节假日 and 调休: dates written out or taken from a file, each in one list only, in years that have data.

use crate::base::calendar::zone::{from_ymd, ymd};
use crate::base::calendar::{Calendar, Holiday};
use crate::base::{Diagnostic, FileId, Sources, Span};
use crate::sema::codes::names::DUPLICATE_NAME;
use crate::sema::codes::time::NO_YEAR;
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::syntax::ast::{Date, DateRange};
use crate::syntax::codes::WORDS_LEFT_OVER;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// The longest run of dates that one entry may name.
const LONGEST: i32 = 366;
/// Years looked at one by one for their holidays.
const MOST_YEARS: usize = 200;

/// Which list a date is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// 节假日, 休
    Holiday,
    /// 调休, 班
    Makeup,
}

/// The dates that a calendar's own lines list.
#[derive(Debug, Default)]
pub(super) struct Dates {
    days: BTreeMap<i32, (Kind, Option<SmolStr>, Span)>,
    files: Vec<FileId>,
}

impl Dates {
    /// Dates written out.
    pub(super) fn written(&mut self, dates: &[DateRange], kind: Kind, out: &mut Vec<Diagnostic>) {
        dates.iter().for_each(|range| self.range(range, kind, out));
    }

    fn range(&mut self, range: &DateRange, kind: Kind, out: &mut Vec<Diagnostic>) {
        let (Some(from), Some(to)) = (day(range.from), day(range.to)) else { return };
        if to < from || to - from > LONGEST {
            let d = Diagnostic::new(&OUT_OF_RANGE, range.span, "日期写反了，或者太长", "the dates run backwards, or too far");
            out.push(d.help("从早写到晚，一段不超过一年。", "Write the earlier date first, a year at most."));
            return;
        }
        (from..=to).for_each(|date| self.day(date, kind, range.name.clone(), range.span, out));
    }

    fn day(&mut self, date: i32, kind: Kind, name: Option<SmolStr>, span: Span, out: &mut Vec<Diagnostic>) {
        match self.days.get(&date) {
            Some((other, _, first)) if *other != kind => {
                let shown = shown(date);
                out.push(
                    Diagnostic::new(
                        &DUPLICATE_NAME,
                        span,
                        format!("{shown} 又是节假日又是调休"),
                        format!("{shown} is a holiday and a make-up day at once"),
                    )
                    .label("第二次", "the second time")
                    .related(*first, "第一次在这里", "first listed here")
                    .help("一天只能写在一张表里。", "A date belongs into one of the two lists."),
                );
            }
            Some(_) => {}
            None => {
                self.days.insert(date, (kind, name, span));
            }
        }
    }

    /// A file: a date, 休 or 班, a name on each line; `#` begins a remark, and the first line may name the columns.
    pub(super) fn file(&mut self, id: FileId, sources: &Sources, out: &mut Vec<Diagnostic>) {
        // One file holds both lists, so both lines may name it.
        if self.files.contains(&id) {
            return;
        }
        self.files.push(id);
        let Some(source) = sources.get(id) else { return };
        let (mut start, mut first) = (0_usize, true);
        for line in source.text.split('\n') {
            let span = Span { file: id, start: start as u32, end: (start + line.trim_end().len()) as u32 };
            start += line.len() + 1;
            let line = line.trim().trim_start_matches('\u{feff}');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let head = std::mem::take(&mut first);
            let mut cells = line.split([',', '，']).map(|cell| cell.trim().trim_matches('"').trim());
            let date = cells.next().and_then(date_of);
            let kind = match cells.next() {
                Some("休" | "off") => Some(Kind::Holiday),
                Some("班" | "work") => Some(Kind::Makeup),
                _ => None,
            };
            let name = cells.next().filter(|name| !name.is_empty()).map(SmolStr::from);
            match date.zip(kind) {
                Some((date, kind)) => self.day(date, kind, name, span, out),
                None if head && date.is_none() => {}
                None => out.push(
                    Diagnostic::new(&WORDS_LEFT_OVER, span, "这一行不是“日期,休|班,名称”", "this line is not `date,休|班,name`")
                        .help("比如：2026-02-14,班,春节", "For example: `2026-02-14,班,春节`"),
                ),
            }
        }
    }

    /// Puts the dates into the calendar, over those that it inherits, and finds years without data.
    pub(super) fn settle(self, data: &mut Calendar, years: &[Span], out: &mut Vec<Diagnostic>) {
        let mut reported = Vec::new();
        for (date, (_, _, span)) in &self.days {
            let Some((year, ..)) = ymd(*date) else { continue };
            if !data.knows(year) && !reported.contains(&year) {
                reported.push(year);
                out.push(
                    Diagnostic::new(
                        &NO_YEAR,
                        *span,
                        format!("“年份”里没有 {year}，这一天就不算数"),
                        format!("{year} is not among the `years`, so that this date counts for nothing"),
                    )
                    .help(format!("写上：年份 {year}"), format!("Add `年份 {year}`.")),
                );
            }
        }
        let mut makeup: Vec<i32> = data.makeup.iter().copied().filter(|d| !self.days.contains_key(d)).collect();
        let mut holidays: BTreeMap<i32, Option<SmolStr>> = BTreeMap::new();
        for h in &data.holidays {
            holidays.extend((h.from..=h.to).filter(|d| !self.days.contains_key(d)).map(|d| (d, h.name.clone())));
        }
        for (date, (kind, name, _)) in self.days {
            match kind {
                Kind::Holiday => drop(holidays.insert(date, name)),
                Kind::Makeup => makeup.push(date),
            }
        }
        makeup.sort_unstable();
        makeup.dedup();
        data.makeup = makeup;
        data.holidays = joined(holidays);
        if let Some(span) = years.last() {
            empty_years(data, *span, out);
        }
    }
}

/// A year that is said to be known although the lists hold nothing for it.
fn empty_years(data: &Calendar, span: Span, out: &mut Vec<Diagnostic>) {
    if data.holidays.is_empty() {
        return;
    }
    for year in data.years.iter().flat_map(|y| y.from..=y.to).take(MOST_YEARS) {
        let (Some(first), Some(next)) = (from_ymd(year, 1, 1), from_ymd(year + 1, 1, 1)) else { continue };
        if !data.holidays.iter().any(|h| h.from < next && h.to >= first) {
            out.push(
                Diagnostic::new(&NO_YEAR, span, format!("{year} 年一个节假日也没有写"), format!("not one holiday is listed for {year}"))
                    .help(
                        "还没有公布的年份先不写进“年份”；已经公布的，把那一年的节假日补上。",
                        "Leave a year out until it is published; when it is, add its holidays.",
                    ),
            );
        }
    }
}

/// Runs of dates with one name.
fn joined(days: BTreeMap<i32, Option<SmolStr>>) -> Vec<Holiday> {
    let mut all: Vec<Holiday> = Vec::new();
    for (date, name) in days {
        match all.last_mut() {
            Some(last) if last.to + 1 == date && last.name == name => last.to = date,
            _ => all.push(Holiday { from: date, to: date, name }),
        }
    }
    all
}

fn day(date: Date) -> Option<i32> {
    from_ymd(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

fn date_of(text: &str) -> Option<i32> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn shown(date: i32) -> String {
    ymd(date).map_or_else(String::new, |(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}
