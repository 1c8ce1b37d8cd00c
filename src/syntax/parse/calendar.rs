//! 日历 and its lines.

use super::clause::nameless;
use super::cx::{Cx, unquoted};
use crate::syntax::ast::{Calendar, CalendarLine, CalendarLineKind, Cutoff, DateRange, HoursOfDay, Listed, Meta, MonthEnd};
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::word;

impl Cx<'_> {
    /// 日历
    pub(crate) fn calendar(&mut self, at: usize, meta: &mut Meta) -> Calendar {
        let mut calendar = Calendar { name: nameless(self, at), default: false, extends: None, lines: Vec::new() };
        if let Some(toks) = self.read_head(at, Rule::calendar_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            calendar.name = c.name();
            while c.peek().is_some() {
                if self.meta(&mut c, meta) {
                    continue;
                }
                match c.next() {
                    Some(n) if n.rule == Rule::inherits => calendar.extends = Some(n.inner().path()),
                    Some(_) => calendar.default = true,
                    None => {}
                }
            }
        }
        for item in self.block(Some(at)) {
            if matches!(item.head, Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly)) {
                self.clause_line(item.at, meta);
                continue;
            }
            if let Some(toks) = self.read(item.at, Rule::calendar_line)
                && let Some(mut c) = self.cursor(item.at, &toks)
                && let Some(node) = c.next()
            {
                if node.rule == Rule::fallback {
                    calendar.default = true;
                } else if let Some(kind) = self.calendar_line(node) {
                    calendar.lines.push(CalendarLine { kind, span: node.span() });
                }
                self.metas(&mut c, meta);
            }
            self.clauses_below(item.at, meta);
        }
        calendar
    }

    fn calendar_line(&mut self, node: Node<'_>) -> Option<CalendarLineKind> {
        use CalendarLineKind as K;
        let mut c = node.inner();
        Some(match node.rule {
            Rule::in_zone => K::Zone(c.eat(Rule::zone).map(|n| crate::syntax::ast::Name { text: n.str().into(), span: n.span() })),
            Rule::on_days => K::Workdays(
                c.filter_map(|n| {
                    let mut ends = n.inner().map(|d| word::weekday(d.str()));
                    let from = ends.next()??;
                    Some((from, ends.next().flatten().unwrap_or(from)))
                })
                .collect(),
            ),
            Rule::at_hours => K::Hours(self.hours(c)),
            Rule::at_rest => K::Rest(self.hours(c)),
            Rule::in_years => K::Years(
                c.map(|n| {
                    let mut ends = n.inner().map(|y| y.str().parse::<u16>().unwrap_or(0));
                    let from = ends.next().unwrap_or(0);
                    (from, ends.next().unwrap_or(from), n.span())
                })
                .collect(),
            ),
            Rule::on_holidays => K::Holidays(self.listed(c)),
            Rule::on_makeup => K::Makeup(self.listed(c)),
            Rule::rest_hit => K::RestHit(word::shift(c.next()?.str())),
            Rule::month_rule => K::MonthEnd(match word::rule(c.next()?.str())? {
                Rule::k_last_day => MonthEnd::LastDay,
                Rule::k_following_day => MonthEnd::FollowingDay,
                _ => MonthEnd::Refuse,
            }),
            Rule::week_start => K::WeekStart(word::weekday(c.next()?.str())?),
            Rule::cutoff => {
                let shift = word::rule(c.next()?.str()) == Some(Rule::k_shift_end);
                K::Cutoff(if shift { Cutoff::ShiftEnd } else { Cutoff::DayEnd })
            }
            _ => return None,
        })
    }

    fn hours(&mut self, c: Cursor<'_>) -> Vec<HoursOfDay> {
        let mut all = Vec::new();
        for node in c {
            let mut inner = node.inner();
            let Some(from) = inner.eat(Rule::clock).map(|n| self.clock(n)) else { continue };
            let next_day = inner.eat(Rule::tomorrow).is_some();
            let Some(to) = inner.eat(Rule::clock).map(|n| self.clock(n)) else { continue };
            all.push(HoursOfDay { from, to, next_day, span: node.span() });
        }
        all
    }

    fn listed(&mut self, mut c: Cursor<'_>) -> Listed {
        if let Some(text) = c.eat(Rule::text) {
            return Listed::File(self.text(text));
        }
        let mut dates = Vec::new();
        for node in c {
            let mut inner = node.inner();
            let Some(from) = inner.eat(Rule::date).map(|n| self.date(n)) else { continue };
            let to = inner.eat(Rule::date).map_or(from, |n| self.date(n));
            let name = inner.next().map(|n| if n.rule == Rule::text { unquoted(n.str()).into() } else { n.str().into() });
            dates.push(DateRange { from, to, name, span: node.span() });
        }
        Listed::Dates(dates)
    }
}
