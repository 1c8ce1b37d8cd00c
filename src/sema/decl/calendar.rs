//! 日历: what is inherited first, then its own lines.

use super::dates::{Dates, Kind};
use crate::base::calendar::{Cutoff, DEFAULT_ZONE, Hours, MonthEnd, Years};
use crate::base::{Diagnostic, Span};
use crate::sema::codes::names::{BAD_IMPORT, DUPLICATE_NAME};
use crate::sema::codes::types::OUT_OF_RANGE;
use crate::sema::model::{Calendar, CalendarId};
use crate::sema::names::{Wanted, unknown};
use crate::sema::pass::Pass;
use crate::sema::scope::{FileIx, Symbol};
use crate::syntax::ast::{self, CalendarLineKind, DeclKind, HoursOfDay, Listed, Name};

/// Fills in every calendar.
pub(crate) fn calendars(pass: &mut Pass<'_>) {
    let mut written: Vec<Written<'_>> = Vec::new();
    for item in pass.items {
        let (Symbol::Calendar(id), DeclKind::Calendar(calendar)) = (item.symbol, &item.decl.kind) else { continue };
        let parent = calendar.extends.as_ref().and_then(|path| {
            pass.read(item.file, |cx| {
                cx.named(path, Wanted::Calendar, |s| if let Symbol::Calendar(id) = s { Some(id) } else { None }).map(|id| (id, path.span))
            })
        });
        written.push((id, item.file, calendar, parent));
        if calendar.default && pass.model.default_calendar.is_some_and(|first| first != id) && is_own(pass, id) {
            second_default(pass, id, &calendar.name);
        }
    }
    // A calendar is read after the one that it inherits, so that what it says itself wins. A circle is broken at its first.
    let mut done = vec![false; pass.model.calendars.len()];
    while !written.is_empty() {
        let ready = written.iter().position(|(_, _, _, parent)| parent.is_none_or(|(p, _)| done.get(p.index()) == Some(&true)));
        let (id, file, calendar, parent) =
            written.remove(ready.or_else(|| written.iter().position(|w| circles(&written, w.0))).unwrap_or(0));
        let parent = parent.filter(|_| ready.is_some() || !report_circle(pass, parent));
        fill(pass, id, file, calendar, parent.map(|(p, _)| p));
        if let Some(flag) = done.get_mut(id.index()) {
            *flag = true;
        }
    }
}

type Written<'a> = (CalendarId, FileIx, &'a ast::Calendar, Option<(CalendarId, Span)>);

/// Whether a calendar inherits itself over others.
fn circles(written: &[Written<'_>], id: CalendarId) -> bool {
    let parent = |id| written.iter().find(|w| w.0 == id).and_then(|w| w.3).map(|(p, _)| p);
    std::iter::successors(parent(id), |at| parent(*at)).take(written.len()).any(|at| at == id)
}

fn report_circle(pass: &mut Pass<'_>, parent: Option<(CalendarId, Span)>) -> bool {
    if let Some((_, span)) = parent {
        pass.out.push(
            Diagnostic::new(&BAD_IMPORT, span, "日历继承绕了一圈，又回到自己", "calendars inherit each other in a circle")
                .label("这里又绕了回去", "here the circle closes")
                .help("总有一个日历自己写全：删掉它的“继承”。", "One of them says everything itself: delete its `extends`."),
        );
    }
    parent.is_some()
}

fn is_own(pass: &Pass<'_>, id: CalendarId) -> bool {
    pass.model.calendars.get(id.index()).is_some_and(|c| c.own)
}

fn second_default(pass: &mut Pass<'_>, id: CalendarId, name: &Name) {
    let first = pass.model.default_calendar.filter(|first| *first != id).and_then(|first| pass.model.calendars.get(first.index()));
    let Some(first) = first.map(|c| c.span) else { return };
    pass.out.push(
        Diagnostic::new(&DUPLICATE_NAME, name.span, "默认的日历写了两个", "two calendars are marked `default`")
            .related(first, "第一个在这里", "the first one")
            .help("只留一个“默认”，另一个在用到的地方写“用”。", "Keep one `default` and name the other with `using` where it counts."),
    );
}

fn fill(pass: &mut Pass<'_>, id: CalendarId, file: FileIx, written: &ast::Calendar, parent: Option<CalendarId>) {
    let Some(mut calendar) = pass.model.calendars.get(id.index()).cloned() else { return };
    calendar.parent = parent;
    calendar.data.zone = Some(DEFAULT_ZONE.into());
    calendar.data.week_start = 1;
    if let Some(parent) = parent.and_then(|p| pass.model.calendars.get(p.index())) {
        calendar.data = crate::base::calendar::Calendar { name: calendar.data.name, ..parent.data.clone() };
        calendar.said = parent.said;
    }
    let mut lines = Lines { calendar: &mut calendar, seen: Vec::new(), dates: Dates::default(), out: Vec::new(), years: Vec::new() };
    for line in &written.lines {
        lines.line(&line.kind, line.span);
        let (listed, kind) = match &line.kind {
            CalendarLineKind::Holidays(listed) => (listed, Kind::Holiday),
            CalendarLineKind::Makeup(listed) => (listed, Kind::Makeup),
            _ => continue,
        };
        match listed {
            Listed::Dates(dates) => lines.dates.written(dates, kind, &mut lines.out),
            Listed::File(text) => {
                if let Some(taken) = pass.read(file, |cx| cx.taken(text)) {
                    lines.dates.file(taken, pass.sources, &mut lines.out);
                }
            }
        }
    }
    lines.finish();
    pass.out.append(&mut lines.out);
    if let Some(slot) = pass.model.calendars.get_mut(id.index()) {
        *slot = calendar;
    }
}

/// The lines of one calendar being read.
struct Lines<'c> {
    calendar: &'c mut Calendar,
    /// Settings that may stand once.
    seen: Vec<(&'static str, Span)>,
    dates: Dates,
    years: Vec<Span>,
    out: Vec<Diagnostic>,
}

impl Lines<'_> {
    fn line(&mut self, kind: &CalendarLineKind, span: Span) {
        let (data, said) = (&mut self.calendar.data, &mut self.calendar.said);
        match kind {
            CalendarLineKind::Zone(zone) => {
                said.zone = Some(span);
                match zone {
                    Some(name) if name.text.parse::<chrono_tz::Tz>().is_ok() => data.zone = Some(name.text.clone()),
                    Some(name) => self.out.push(no_zone(name)),
                    None => data.zone = None,
                }
                self.once("时区", span);
            }
            CalendarLineKind::Workdays(days) => {
                data.workdays = weekdays(days);
                said.workdays = Some(span);
                self.once("工作日", span);
            }
            CalendarLineKind::Hours(hours) => {
                said.hours = Some(span);
                self.calendar.data.hours = self.hours(hours);
                self.once("工作时间", span);
            }
            CalendarLineKind::Rest(hours) => {
                said.rest = Some(span);
                self.calendar.data.rest = self.hours(hours);
                self.once("休息时间", span);
            }
            CalendarLineKind::Years(years) => {
                said.years = Some(span);
                for (from, to, at) in years {
                    if from == &0 || to < from {
                        self.out.push(backwards(*at, "年份从小写到大，比如 2026..2028。", "Write the years upwards: `2026..2028`."));
                        continue;
                    }
                    data.years.push(Years { from: i32::from(*from), to: i32::from(*to) });
                    self.years.push(*at);
                }
            }
            // Dates are read by who can see files.
            CalendarLineKind::Holidays(_) | CalendarLineKind::Makeup(_) => {}
            CalendarLineKind::RestHit(shift) => {
                data.rest_hit = Some((*shift).into());
                said.rest_hit = Some(span);
                self.once("落入休息", span);
            }
            CalendarLineKind::MonthEnd(end) => {
                data.month_end = match end {
                    ast::MonthEnd::LastDay => MonthEnd::LastDay,
                    ast::MonthEnd::FollowingDay => MonthEnd::FollowingDay,
                    ast::MonthEnd::Refuse => MonthEnd::Refuse,
                };
                said.month_end = Some(span);
                self.once("月末", span);
            }
            CalendarLineKind::WeekStart(day) => {
                data.week_start = *day as u8;
                said.week_start = Some(span);
                self.once("周起始", span);
            }
            CalendarLineKind::Cutoff(cutoff) => {
                data.cutoff = match cutoff {
                    ast::Cutoff::DayEnd => Cutoff::DayEnd,
                    ast::Cutoff::ShiftEnd => Cutoff::ShiftEnd,
                };
                said.cutoff = Some(span);
                self.once("截止", span);
            }
        }
    }

    fn finish(&mut self) {
        let data = &mut self.calendar.data;
        data.years.sort_unstable();
        data.years.dedup();
        let dates = std::mem::take(&mut self.dates);
        dates.settle(data, &self.years, &mut self.out);
    }

    fn once(&mut self, word: &'static str, span: Span) {
        match self.seen.iter().find(|(w, _)| *w == word) {
            Some((_, first)) => self.out.push(
                Diagnostic::new(&DUPLICATE_NAME, span, format!("“{word}”写了两次"), format!("{word} is written twice"))
                    .related(*first, "第一次在这里", "the first time")
                    .help("并成一行，或者删掉一行。", "Join the two lines, or delete one."),
            ),
            None => self.seen.push((word, span)),
        }
    }

    /// Hours in order; what overlaps or runs backwards is reported and left out.
    fn hours(&mut self, written: &[HoursOfDay]) -> Vec<Hours> {
        const DAY: u32 = 86_400_000;
        let mut all: Vec<(Hours, Span)> = Vec::new();
        for h in written {
            let (from, to) = (h.from.0, if h.next_day { h.to.0 + DAY } else { h.to.0 });
            if from >= DAY || to <= from || to - from > DAY {
                let (zh, en) = match h.next_day {
                    false => ("跨过半夜的写成 21:00-次日 08:00。", "Hours over midnight are written `21:00-next day 08:00`."),
                    true => ("一段不能超过二十四小时。", "One stretch cannot be longer than a day."),
                };
                self.out.push(backwards(h.span, zh, en));
                continue;
            }
            let hours = Hours { from, to };
            let meets = |a: Hours, b: Hours| a.from < b.to && b.from < a.to;
            let later = |a: Hours| Hours { from: a.from + DAY, to: a.to + DAY };
            match all.iter().find(|(a, _)| meets(*a, hours) || meets(later(*a), hours) || meets(*a, later(hours))) {
                Some((_, first)) => self.out.push(
                    Diagnostic::new(&OUT_OF_RANGE, h.span, "两段时间重叠了", "two stretches of hours overlap")
                        .related(*first, "和这一段", "with this one")
                        .help("前一段的末尾可以是后一段的开头，不能更晚。", "One stretch may begin where the other ends, not before."),
                ),
                None => all.push((hours, h.span)),
            }
        }
        let mut all: Vec<Hours> = all.into_iter().map(|(h, _)| h).collect();
        all.sort_unstable();
        all
    }
}

fn weekdays(days: &[(ast::Weekday, ast::Weekday)]) -> Vec<u8> {
    let mut all = Vec::new();
    for (from, to) in days {
        let (from, to) = (*from as u8, *to as u8);
        // 周六..周一 goes on over the end of the week.
        let until = if to < from { to + 7 } else { to };
        all.extend((from..=until).map(|d| (d - 1) % 7 + 1));
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn backwards(span: Span, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::new(&OUT_OF_RANGE, span, "头尾写反了，或者太长", "it ends before it begins, or is too long").help(zh, en)
}

/// A zone that is not in the world's list.
pub(crate) fn no_zone(zone: &Name) -> Diagnostic {
    let all = chrono_tz::TZ_VARIANTS.iter().map(|tz| tz.name());
    unknown(zone, Wanted::Zone, None, all)
        .label("世界时区表里没有", "not in the world's list")
        .help("中国各地都写 Asia/Shanghai", "all of China keeps Asia/Shanghai")
}
