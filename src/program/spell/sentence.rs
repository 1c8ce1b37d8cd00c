//! Sentences of rules, stretches, bounds.

use super::{Kind, Speller};
use crate::base::calendar::text::clock;
use crate::program::{Bound, Counts, Day, Duty, Every, Expr, Nth, Otherwise, Pattern, Sentence, StretchRef, Trigger, Type, Until, Within};

/// The type of a count of times.
const TIMES: Option<&Type> = Some(&Type::Times);

impl Speller<'_> {
    /// A sentence with its scope and all its clauses.
    pub fn sentence(&self, s: &Sentence) -> String {
        let own = self.in_flow(s.flow);
        let mut out = own.within(&s.within);
        if !out.is_empty() {
            out.push_str(", ");
        }
        out.push_str(&own.pattern(&s.pattern, s.duty));
        if s.restart {
            out.push_str(own.word(" 末次起算", " latest counts"));
        }
        if !s.unless.is_empty() {
            out.push_str(&format!(" {} {}", own.word("除非", "unless"), own.keyed(&s.unless)));
        }
        for otherwise in &s.otherwise {
            let done = match otherwise {
                Otherwise::Do(action, args) => {
                    let args: Vec<String> = args.iter().map(|a| own.expr(a)).collect();
                    format!("{} {}({})", own.word("做", "do"), own.action(*action), args.join(", "))
                }
                Otherwise::Escalate(ladder) => {
                    let name = own.program.ladders.get(*ladder as usize).map_or("", |l| l.name.as_str());
                    format!("{} {}", own.word("升级", "escalate"), own.name(Kind::Ladder, name))
                }
            };
            out.push_str(&format!(" {} {done}", own.word("否则", "else")));
        }
        out
    }

    fn within(&self, w: &Within) -> String {
        let mut parts = Vec::new();
        if let Some(e) = &w.provided {
            parts.push(format!("{} {}", self.word("若", "if"), self.expr(e)));
        }
        if !w.during.is_empty() {
            let all: Vec<String> = w.during.iter().map(|s| self.stretch(s)).collect();
            parts.push(format!("{} {} {}", self.word("在", "at"), all.join(self.word(" 且 ", " and ")), self.word("时", "meanwhile")));
        }
        if !w.from.is_empty() {
            parts.push(format!("{} {}", self.word("自", "from"), self.keyed(&w.from)));
        }
        if !w.to.is_empty() {
            parts.push(format!("{} {}", self.word("至", "to"), self.keyed(&w.to)));
        }
        if let Some(every) = &w.every {
            parts.push(format!("{} {}", self.word("每", "every"), self.every(*every)));
        }
        parts.join(" ")
    }

    /// A recurring period.
    pub(super) fn every(&self, every: Every) -> String {
        match every {
            Every::Length(ms) => self.elapsed(ms),
            Every::Civil(n, unit, _) => self.civil(i64::from(n), unit),
        }
    }

    /// A stretch that a sentence speaks of.
    pub fn stretch(&self, s: &StretchRef) -> String {
        let of = |zh, en, name: String| format!("{} {name}", self.word(zh, en));
        match s {
            StretchRef::Named(i) => self.name(Kind::Stretch, self.program.stretches.get(*i as usize).map_or("", |s| &s.name)),
            StretchRef::Ringing => self.word("响铃中", "ringing").into(),
            StretchRef::Connected => self.word("通话中", "connected").into(),
            StretchRef::Speaking(actor) => format!("{} {}", self.actor(actor), self.word("说话", "speaking")),
            StretchRef::Silence(None) => self.word("沉默", "silence").into(),
            StretchRef::Silence(Some(actor)) => format!("{} {}", self.actor(actor), self.word("沉默", "silence")),
            StretchRef::OnHold => self.word("保持中", "on hold").into(),
            StretchRef::Muted(None) => self.word("静音中", "on mute").into(),
            StretchRef::Muted(Some(actor)) => format!("{} {}", self.actor(actor), self.word("静音中", "on mute")),
            StretchRef::InStep(flow, step) => of("在环节", "in step", self.step(*flow, *step)),
            StretchRef::InFlow(flow) => of("在流程", "in flow", self.flow(*flow)),
            StretchRef::InPhase(t, l) => of("在阶段", "in phase", self.leaf(*t, *l)),
            StretchRef::Calendar(calendar, set) => self.set(*calendar, *set),
        }
    }

    fn pattern(&self, pattern: &Pattern, duty: Duty) -> String {
        let must = match duty {
            Duty::Must => self.word("必须", "must"),
            Duty::Should => self.word("应", "should"),
            Duty::Advise => self.word("宜", "advisable"),
            Duty::May => self.word("可", "may"),
        };
        let not = match duty {
            Duty::Must => self.word("不得", "must not"),
            Duty::Should => self.word("不应", "should not"),
            Duty::Advise => self.word("不宜", "inadvisable"),
            Duty::May => self.word("可", "may"),
        };
        let before = self.word("之前", "beforehand");
        let after = self.word("之后", "afterwards");
        let between = self.word("之间", "in between");
        match pattern {
            Pattern::Never(a) => format!("{not} {}", self.trigger(a)),
            Pattern::Always(a) => format!("{must} {}", self.trigger(a)),
            Pattern::Times(a, least, most) => {
                let mut out = self.trigger(a);
                if least.is_some() && least == most {
                    out.push_str(&self.end(" 恰好 ", " exactly ", least.as_ref()));
                } else {
                    out.push_str(&self.end(" 至少 ", " at least ", least.as_ref()));
                    out.push_str(&self.end(" 至多 ", " at most ", most.as_ref()));
                }
                out
            }
            Pattern::First(counts, events) => {
                let first = match counts {
                    Counts::Turn => self.word("第一句", "first line"),
                    Counts::Host | Counts::Machine | Counts::Derived => self.word("首先", "first event"),
                };
                format!("{first} {must} {}", self.keyed(events))
            }
            Pattern::Last(counts, events) => {
                let last = match counts {
                    Counts::Turn => self.word("最后一句", "last line"),
                    Counts::Host | Counts::Machine | Counts::Derived => self.word("最后", "last event"),
                };
                format!("{last} {must} {}", self.keyed(events))
            }
            Pattern::Before(b) if b.until => format!("{} {before} {not} {}", self.keyed(&b.must), self.trigger(&b.of)),
            Pattern::Before(b) => {
                let each = if b.each { self.word("每次 ", "each ") } else { "" };
                format!("{each}{} {before} {must} {}", self.trigger(&b.of), self.keyed(&b.must))
            }
            Pattern::After(a, b, bound) => {
                format!("{} {after}{} {must} {}", self.trigger(a), self.bound(bound.as_ref()), self.keyed(b))
            }
            Pattern::Next(a, b) => format!("{} {} {must} {}", self.trigger(a), self.word("下一句", "next line"), self.keyed(b)),
            Pattern::Between(a, b) => {
                format!("{} {} {between} {must} {}", self.word("每次", "each"), self.trigger(a), self.keyed(b))
            }
            Pattern::Barred(a, b, bound) => {
                format!("{} {after}{} {not} {}", self.trigger(a), self.bound(bound.as_ref()), self.keyed(b))
            }
            Pattern::Apart(a, length) => {
                let least = self.word("至少", "at least");
                format!("{} {} {between} {least} {}", self.word("两次", "successive"), self.trigger(a), self.expr(length))
            }
            Pattern::Lasts(l) => {
                let word = if l.total { self.word("累计", "in total") } else { self.word("持续", "lasting") };
                let most = self.end(" 不得 超过 ", " must not more than ", l.most.as_ref());
                let least = self.end(" 必须 至少 ", " must at least ", l.least.as_ref());
                format!("{} {word}{most}{least}", self.stretch(&l.of))
            }
            Pattern::EachIn(s, length, events) => {
                let (when, every) = (self.word("时", "meanwhile"), self.word("每", "every"));
                format!("{} {when} {every} {} {must} {}", self.stretch(s), self.expr(length), self.keyed(events))
            }
            Pattern::Only(a, s, true) => format!("{} {not} {} {}", self.trigger(a), self.word("在", "at"), self.stretch(s)),
            Pattern::Only(a, s, false) => {
                format!("{} {} {} {}", self.trigger(a), self.word("只能", "solely"), self.word("在", "at"), self.stretch(s))
            }
            Pattern::Implies(a, b) => format!("{} {} {must} {}", self.trigger(a), self.word("则", "then"), self.keyed(b)),
            Pattern::By(by) => {
                let instant = self.expr(&by.instant);
                let must_what = format!("{must} {}", self.keyed(&by.must));
                match (&by.window, &by.less) {
                    (Some(window), _) => {
                        format!("{instant} {before} {} {} {must_what}", self.expr(window), self.word("以内", "or within"))
                    }
                    (None, Some(less)) => format!("{} {instant} - {} {must_what}", self.word("不晚于", "by time"), self.expr(less)),
                    (None, None) => format!("{} {instant} {must_what}", self.word("不晚于", "by time")),
                }
            }
        }
    }

    /// A bound of a count or length that may be absent.
    fn end(&self, zh: &'static str, en: &'static str, e: Option<&Expr>) -> String {
        e.map_or_else(String::new, |e| format!("{}{}", self.word(zh, en), self.typed(e, TIMES)))
    }

    /// What opens an obligation.
    fn trigger(&self, t: &Trigger) -> String {
        let nth = match t.nth {
            Nth::Any => String::new(),
            Nth::First => self.word("首次 ", "first ").to_owned(),
            Nth::Again => self.word("再次 ", "repeated ").to_owned(),
            Nth::Exactly(n) => format!("{} {n} {} ", self.word("第", "nth"), self.word("次", "times")),
        };
        format!("{nth}{}", self.keyed(&t.on))
    }

    fn bound(&self, bound: Option<&Bound>) -> String {
        let Some(bound) = bound else { return String::new() };
        let mut out = String::new();
        if let Some(least) = &bound.least {
            out.push_str(&format!(" {} {}", self.word("至少", "at least"), self.until(least)));
        }
        if !bound.most.is_empty() {
            let within = if bound.open { self.word("不足", "less than") } else { self.word("以内", "or within") };
            out.push_str(&format!(" {} {within}", self.either(bound.most.iter().map(|u| self.until(u)))));
        }
        out.push_str(&self.counted_by(bound.calendar));
        if let Some(shift) = bound.shift {
            out.push_str(&format!(" {}", self.shift(shift)));
        }
        out
    }

    /// The calendar that counts something.
    pub(super) fn counted_by(&self, calendar: Option<u32>) -> String {
        calendar.map_or_else(String::new, |c| format!(" {} {}", self.word("用", "using"), self.calendar(c)))
    }

    fn until(&self, until: &Until) -> String {
        match until {
            Until::Length(e) | Until::Instant(e) => self.expr(e),
            Until::Day(day, ms) => {
                let day = match day {
                    Day::Same => self.word("当日", "same day"),
                    Day::Next => self.word("次日", "next day"),
                    Day::NextWorkday => self.word("下个工作日", "next workday"),
                };
                format!("{day} {}", clock(*ms))
            }
            Until::Count(events, n) => format!("{} {}", self.typed(n, TIMES), self.keyed(events)),
        }
    }
}
