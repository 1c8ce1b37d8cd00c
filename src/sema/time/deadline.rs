//! 期限: read in its place, inside a flow or outside.

use crate::base::{Diagnostic, Span};
use crate::sema::codes::types::MIXED_DURATIONS;
use crate::sema::cx::Cx;
use crate::sema::model::{CalendarId, Deadline, Event, Expr, Limit, LimitBound, Ty, Warning};
use crate::syntax::ast;
use crate::syntax::codes::MISPLACED;

impl<'a> Cx<'a> {
    /// A 期限 outside a flow.
    pub(super) fn package_deadline(&mut self, written: &'a ast::Deadline, shell: Deadline) -> Deadline {
        let using = self.model.default_calendar;
        let mut made = self.deadline_events(written, shell);
        let (key, span) = (made.key.clone(), made.span);
        let bodies: Vec<&ast::Timeout> = written.warnings.iter().map(|w| &w.body).chain(&written.late).chain(&written.breach).collect();
        let (made, vars) = self.keyed(&key, span, &bodies, |cx| {
            made.limit = cx.deadline_limit(written);
            made.using = using;
            made.warnings = cx.warnings(written, made.limit.as_ref(), Self::loose_body);
            made.late = written.late.as_ref().map(|b| cx.loose_body(b));
            made.breach = written.breach.as_ref().map(|b| cx.loose_body(b));
            made
        });
        Deadline { vars, line: self.line_of_limit(&made), ..made }
    }

    /// A 期限 of the flow that is being read.
    pub(crate) fn flow_deadline(&mut self, written: &'a ast::Deadline, shell: Deadline, using: Option<CalendarId>) -> Deadline {
        let mut made = self.deadline_events(written, shell);
        made.using = using.or(self.model.default_calendar);
        made.limit = self.deadline_limit(written);
        made.warnings = self.warnings(written, made.limit.as_ref(), Self::limit_body);
        made.late = written.late.as_ref().map(|b| self.limit_body(b));
        made.breach = written.breach.as_ref().map(|b| self.limit_body(b));
        made
    }

    fn deadline_events(&mut self, written: &'a ast::Deadline, shell: Deadline) -> Deadline {
        let mut made = Deadline {
            start: self.any_event(&written.start, shell.span),
            stop: self.any_event(&written.stop, shell.span),
            pauses: self.pauses(&written.pauses),
            latest: written.latest,
            severity: written.severity,
            veto: written.veto,
            ..shell
        };
        for (events, zh, en) in [(&made.start, "起", "start"), (&made.stop, "止", "stop")] {
            if events.atoms.is_empty() {
                let d = Diagnostic::new(
                    &MISPLACED,
                    made.span,
                    format!("期限“{}”没有写“{zh}”", made.name),
                    format!("the deadline `{}` says no `{en}`", made.name),
                )
                .help(
                    "期限要写：起 什么事、止 什么事、限时 多久、超时怎么办。",
                    "A deadline says what starts it, what stops it, how long, and what then.",
                );
                self.out.push(d);
            }
        }
        if let Some(limit) = &written.limit
            && matches!(limit.bound, ast::LimitBound::Until(_))
            && let Some(pause) = written.pauses.first()
        {
            self.report(
                Diagnostic::new(
                    &MISPLACED,
                    pause.span,
                    "到点为止的期限不能停表：那个时刻不会因为停表而变",
                    "a limit up to an instant cannot be paused: the instant does not move",
                )
                .related(limit.span, "到这个时刻为止", "up to this instant")
                .help("删掉“停表”；要停表，就写成一段时间。", "Delete the pause, or give a length of time."),
            );
        }
        let (key, start, stop) = (made.key.clone(), made.start.clone(), made.stop.clone());
        let pauses: Vec<Event> = made.pauses.iter().flat_map(|(a, b, _)| [a.clone(), b.clone()]).collect();
        self.carry(&key, &[&start, &stop].into_iter().chain(&pauses).collect::<Vec<_>>());
        made.meta.basis.dedup();
        made
    }

    /// 停表
    pub(super) fn pauses(&mut self, written: &[ast::Pause]) -> Vec<(Event, Event, Span)> {
        written.iter().map(|p| (self.event(&p.from), self.event(&p.to), p.span)).collect()
    }

    fn deadline_limit(&mut self, written: &'a ast::Deadline) -> Option<Limit> {
        if let Some(limit) = &written.limit {
            return Some(self.limit(limit));
        }
        let span = written.name.span;
        self.report(
            Diagnostic::new(
                &MISPLACED,
                span,
                format!("期限“{}”没有写“限时”", written.name.text),
                format!("the deadline `{}` says no `limit`", written.name.text),
            )
            .help("写上：限时 多久。", "Add a line: `limit …`."),
        );
        None
    }

    fn warnings(
        &mut self,
        written: &'a ast::Deadline,
        limit: Option<&Limit>,
        body: impl Fn(&mut Self, &'a ast::Timeout) -> crate::sema::model::Arm,
    ) -> Vec<Warning> {
        let mut all = Vec::with_capacity(written.warnings.len());
        for warning in &written.warnings {
            let left = self.length(&warning.left);
            if let Some(limit) = limit {
                self.same_sort(&left, limit);
            }
            all.push(Warning { left, body: body(self, &warning.body) });
        }
        all
    }

    /// What is left is of the limit's own sort, or of elapsed time, which every limit has.
    fn same_sort(&mut self, left: &Expr, limit: &Limit) {
        let LimitBound::Length(length) = &limit.bound else { return };
        if left.ty == Ty::Duration || left.ty == Ty::Bad || length.ty == Ty::Bad || left.ty == length.ty {
            return;
        }
        let ((zh, en), (limit_zh, limit_en)) = (left.ty.sort_of_length(self.model), length.ty.sort_of_length(self.model));
        self.report(
            Diagnostic::new(
                &MIXED_DURATIONS,
                left.span,
                format!("期限是{limit_zh}，预警却按{zh}剩多少"),
                format!("the limit is {limit_en}, and the warning asks how much {en} is left"),
            )
            .related(length.span, limit_zh, limit_en)
            .help("写成同一种，或者写小时、分钟。", "Use the same sort, or hours and minutes."),
        );
    }
}
