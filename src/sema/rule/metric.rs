//! 指标.

use crate::base::{Decimal, Diagnostic, Span};
use crate::sema::check::domain::constant_ticks;
use crate::sema::codes::time::NO_CALENDAR;
use crate::sema::codes::types::{MIXED_DURATIONS, OUT_OF_RANGE, TYPE_MISMATCH};
use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::model::{CivilUnit, Counted, Expr, ExprKind, Metric, MetricPeriod, Ty, Value};
use crate::sema::names::Wanted;
use crate::sema::pass::Pass;
use crate::sema::scope::{Collected, Symbol};
use crate::syntax::ast::{self, MetricWindow};

/// All 指标.
pub(crate) fn metrics(pass: &mut Pass<'_>, found: &Collected<'_>) {
    for (file, decl, metric) in &found.metrics {
        if let Some(mut read) = pass.read(*file, |cx| cx.metric(metric)) {
            read.meta = meta(&decl.meta);
            pass.model.metrics.push(read);
        }
    }
}

impl Cx<'_> {
    fn metric(&mut self, metric: &ast::Metric) -> Option<Metric> {
        let part = self.counted(&metric.counted);
        let of = self.event(&metric.out_of);
        let target = metric.target.as_ref().map(|t| {
            let subject = Expr::new(ExprKind::Bad, Ty::Number, Span { end: metric.span.start, ..metric.span });
            self.test(&subject, t)
        });
        let sample = metric.sample.as_ref().and_then(|t| self.sample(t));
        let by = metric.counted_by.as_ref().map(|e| self.event(e));
        let calendar = self.calendar(metric.using.as_ref());
        let period = self.period(metric)?;
        let days = matches!(&period, MetricPeriod::LastDays(_)) || matches!(&period, MetricPeriod::Every(e) if e.ty != Ty::Duration);
        if days && calendar.is_none() && self.model.default_calendar.is_none() {
            let d = Diagnostic::new(
                &NO_CALENDAR,
                metric.name.span,
                "按天、按月算，却没有日历说怎么算",
                "days or months are counted here with no calendar in force",
            )
            .help("声明一个带“默认”的日历，或者写 `用 某某历`。", "Declare a `calendar` marked `default`, or name one with `using`.");
            self.report(d);
        }
        let (name, span) = (metric.name.text.clone(), metric.name.span);
        Some(Metric { name, part: part?, of, target, period, by, sample, calendar, span, meta: crate::sema::model::Meta::default() })
    }

    fn counted(&mut self, counted: &ast::Counted) -> Option<Counted> {
        match counted {
            ast::Counted::Overdue(path) => {
                let found = self.named(path, Wanted::Deadline, |s| if let Symbol::Deadline(id) = s { Some(id) } else { None });
                found.map(Counted::Breaches)
            }
            ast::Counted::Events(event, None) => Some(Counted::Events(self.event(event))),
            ast::Counted::Events(event, Some((stretch, bound))) => {
                let event = self.event(event);
                let stretch = self.stretch_ref(stretch);
                let ends = self.exact_ends(bound)?;
                let most = ends.most.as_ref().and_then(|e| constant_ticks(self.model, e)).and_then(|t| i64::try_from(t).ok());
                let Some(most) = most else {
                    let d = Diagnostic::new(
                        &TYPE_MISMATCH,
                        event.span,
                        "指标里的时长要写“多久以内”，而且事先知道",
                        "the length in a metric is written with `or within` and known beforehand",
                    );
                    self.report(d.help("写成 15秒以内。", "Write `15秒以内`."));
                    return None;
                };
                Some(Counted::EventsIn(event, stretch, if ends.open { most - 1 } else { most }))
            }
        }
    }

    fn sample(&mut self, test: &ast::Test) -> Option<u32> {
        let ends = self.ends(test, |ty| ty.is_plain_number() || matches!(ty, Ty::Times))?;
        let least = ends.least?;
        let ticks = constant_ticks(self.model, &least)?;
        u32::try_from(ticks / i128::from(Decimal::ONE.0)).ok()
    }

    /// 每, 近, 每月; one of them.
    fn period(&mut self, metric: &ast::Metric) -> Option<MetricPeriod> {
        let [(window, span), rest @ ..] = metric.windows.as_slice() else {
            let d = Diagnostic::new(
                &TYPE_MISMATCH,
                metric.name.span,
                format!("指标“{}”没有写多久算一次", metric.name.text),
                format!("the metric `{}` does not say over which time it is taken", metric.name.text),
            );
            self.report(d.help("写上“每 24小时”“每月”或者“近 30天”。", "Write `每 24小时`, `每月` or `近 30天`."));
            return None;
        };
        if let Some((_, second)) = rest.first() {
            let d = Diagnostic::new(&TYPE_MISMATCH, *second, "一个指标只能有一种算法", "a metric is taken over one sort of time").related(
                *span,
                "前面已经写了",
                "already written here",
            );
            self.report(d);
        }
        let civil = |n, unit| Expr::new(ExprKind::Value(Value::Civil(n, unit)), Ty::Civil, *span);
        Some(MetricPeriod::Every(match window {
            MetricWindow::Every(e) => {
                let read = self.expr(e, Some(&Ty::Duration));
                if !read.ty.is_length() && read.ty != Ty::Bad {
                    let d = self.mismatch(&TYPE_MISMATCH, &read, &Ty::Duration);
                    self.report(d);
                }
                read.ty.is_length().then_some(read)?
            }
            MetricWindow::Trailing(e) => {
                let read = self.expr(e, Some(&Ty::Civil));
                return self.last_days(&read).map(MetricPeriod::LastDays);
            }
            MetricWindow::Daily => civil(1, CivilUnit::Days),
            MetricWindow::Weekly => civil(1, CivilUnit::Weeks),
            MetricWindow::Monthly => civil(1, CivilUnit::Months),
            MetricWindow::Quarterly => civil(1, CivilUnit::Quarters),
            MetricWindow::Yearly => civil(1, CivilUnit::Years),
        }))
    }

    fn last_days(&mut self, read: &Expr) -> Option<u32> {
        let days = match &read.kind {
            ExprKind::Value(Value::Civil(n, CivilUnit::Days)) => Some(*n),
            ExprKind::Value(Value::Civil(n, CivilUnit::Weeks)) => n.checked_mul(7),
            ExprKind::Bad => return None,
            _ => None,
        };
        match days.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0) {
            Some(n) => Some(n),
            None => {
                let code = if read.ty.is_length() { &MIXED_DURATIONS } else { &OUT_OF_RANGE };
                let d = Diagnostic::new(code, read.span, "“近”后面写多少天", "`trailing` takes a number of days");
                self.report(d.help("写成 近 30天。", "Write `近 30天`."));
                None
            }
        }
    }
}
