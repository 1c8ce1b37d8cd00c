//! 周期.

use super::clause::nameless;
use super::cx::{Cx, Item};
use super::refuse::Place;
use crate::syntax::ast::{Duty, Meta, Occasion, OnRest, Recurring, Schedule};
use crate::syntax::grammar::Rule;
use crate::syntax::token::Node;
use crate::syntax::{keyword, word};

impl Cx<'_> {
    /// 周期
    pub(crate) fn schedule(&mut self, at: usize, meta: &mut Meta) -> Schedule {
        let mut made = Schedule {
            name: nameless(self, at),
            occasion: None,
            counted_by: None,
            by: None,
            using: None,
            duties: Vec::new(),
            condition: None,
            missed: None,
        };
        if let Some(toks) = self.read_head(at, Rule::schedule_head)
            && let Some(mut c) = self.cursor(at, &toks)
        {
            made.name = c.name();
            self.metas(&mut c, meta);
        }
        for item in self.block(Some(at)) {
            self.schedule_line(item, &mut made, meta);
        }
        made
    }

    fn schedule_line(&mut self, item: Item, made: &mut Schedule, meta: &mut Meta) {
        let at = item.at;
        match item.head {
            Some(Rule::k_basis | Rule::k_floor | Rule::k_formerly) => self.clause_line(at, meta),
            Some(Rule::k_missed) => self.only(item, &mut made.missed, Rule::missed_line, "漏", "missed"),
            Some(
                Rule::k_counted_by
                | Rule::k_by
                | Rule::k_using
                | Rule::k_duty
                | Rule::k_if
                | Rule::k_daily
                | Rule::k_each_workday
                | Rule::k_weekly
                | Rule::k_monthly
                | Rule::k_quarter_end
                | Rule::k_yearly,
            ) => {
                if let Some(toks) = self.read(at, Rule::schedule_line)
                    && let Some(mut c) = self.cursor(at, &toks)
                {
                    if let Some(node) = c.next() {
                        self.schedule_part(node, made);
                    }
                    self.metas(&mut c, meta);
                }
                self.clauses_below(at, meta);
            }
            _ => {
                self.strange(at, Place::Timed);
                self.guess_block(at);
            }
        }
    }

    fn schedule_part(&mut self, node: Node<'_>, made: &mut Schedule) {
        let mut c = node.inner();
        match node.rule {
            Rule::occasion => {
                let occasion = self.occasion(node);
                if made.occasion.is_none() {
                    made.occasion = occasion;
                }
            }
            Rule::counted_by => made.counted_by = Some(self.next_events(&mut c)),
            Rule::by => made.by = Some(c.name()),
            Rule::using => made.using = Some(c.name()),
            Rule::duties => {
                while let Some(n) = c.eat(Rule::duty) {
                    let mut inner = n.inner();
                    let events = self.next_events(&mut inner);
                    let times = inner.peek().is_some().then(|| self.sum(&mut inner));
                    made.duties.push(Duty { events, times, span: n.span() });
                }
            }
            Rule::if_so => made.condition = Some(self.next_expr(&mut c)),
            _ => {}
        }
    }

    fn occasion(&mut self, node: Node<'_>) -> Option<Occasion> {
        let mut c = node.inner();
        let every = self.recurring(c.eat(Rule::recurring)?)?;
        let clock = c.eat(Rule::clock).map(|n| self.clock(n))?;
        let from = c.next().is_some_and(|n| n.rule == Rule::from_then);
        let on_rest = c.next().map(|n| match n.rule {
            Rule::shift => OnRest::Shift(word::shift(n.str())),
            _ => OnRest::AsUsual,
        });
        Some(Occasion { every, clock, from, on_rest, span: node.span() })
    }

    fn recurring(&mut self, node: Node<'_>) -> Option<Recurring> {
        let mut c = node.inner();
        Some(match keyword::head(node.str()).map(|(k, _)| k.rule)? {
            Rule::k_daily => Recurring::Daily,
            Rule::k_each_workday => Recurring::Workdays,
            Rule::k_weekly => Recurring::Weekly(word::weekday(c.eat(Rule::week_day)?.str())? as u8),
            Rule::k_quarter_end => Recurring::QuarterEnd,
            Rule::k_yearly => {
                let n = c.eat(Rule::month_day)?;
                let (month, day) = n.str().split_once('-')?;
                let (month, day) = (month.parse().unwrap_or(0), day.parse().unwrap_or(0));
                if chrono::NaiveDate::from_ymd_opt(2000, u32::from(month), u32::from(day)).is_none() {
                    self.no_such(n.span(), n.str());
                }
                Recurring::Yearly(month, day)
            }
            _ => match c.peek()? {
                Rule::final_day => Recurring::FinalDay,
                Rule::final_workday => Recurring::FinalWorkday,
                _ => {
                    let nth = c.eat(Rule::nth).is_some();
                    Recurring::Monthly { day: self.sum(&mut c), nth }
                }
            },
        })
    }
}
