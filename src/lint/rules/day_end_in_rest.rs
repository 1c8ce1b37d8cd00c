//! L10: limits in days that run out at midnight, where the calendar rests over midnight.

use crate::base::Diagnostic;
use crate::base::calendar::Cutoff;
use crate::lint::{Rule, codes::DAY_END_IN_REST, cx::Cx};
use crate::sema::model::{Calendar, CalendarId, Kinds, Limit, Model, Ty, each_stmt};

pub(crate) static RULE: Rule = Rule { run };

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (i, calendar) in cx.model.calendars.iter().enumerate().filter(|(_, c)| c.own) {
        let id = CalendarId(i as u32);
        let written = calendar.said.cutoff.filter(|said| inherited(cx.model, calendar) != Some(*said));
        let counts = || calendar.said.cutoff.is_none() && counts_days(cx.model, id);
        if calendar.data.cutoff == Cutoff::DayEnd && rests_at_midnight(calendar) && (written.is_some() || counts()) {
            let finding = Diagnostic::new(
                &DAY_END_IN_REST,
                written.unwrap_or(calendar.span),
                format!("“{}”夜里休息，按天算的时限却到半夜为止", calendar.data.name),
                format!("`{}` rests over midnight, and its limits in days run out just then", calendar.data.name),
            );
            let finding = match calendar.said.rest {
                Some(rest) => finding.related(rest, "休息时间", "rest hours"),
                None => finding,
            };
            out.push(finding.help(
                "写“截止 班终”，到当天下班为止；真要到半夜，就用“放过”说明为什么。",
                "Write `cutoff shift end`, so that they end with the shift; where midnight is meant, say why with `allow`.",
            ));
        }
    }
}

/// Where the calendar that this one inherits says 截止.
fn inherited(model: &Model, calendar: &Calendar) -> Option<crate::base::Span> {
    calendar.parent.and_then(|p| model.calendar(p))?.said.cutoff
}

/// Whether the last ms of a date lies in 休息时间.
fn rests_at_midnight(calendar: &Calendar) -> bool {
    const LAST: u32 = 86_400_000 - 1;
    calendar.data.rest.iter().any(|r| (r.from..r.to).contains(&LAST))
}

/// Whether some limit of a flow is counted in days by this calendar.
fn counts_days(model: &Model, id: CalendarId) -> bool {
    let mut found = false;
    for flow in &model.flows {
        let of_flow = model.calendar_of(flow, None);
        let mut look = |limit: Option<&Limit>, in_force: Option<CalendarId>| {
            found |= limit.is_some_and(|l| l.bound().ty == Ty::Civil && l.using.or(in_force) == Some(id));
        };
        for step in flow.steps_with(Kinds::LIMITED) {
            let in_force = model.calendar_of(flow, Some(step));
            step.blocks().for_each(|b| each_stmt(b, &mut |stmt| look(stmt.kind.limit(), in_force)));
        }
        for anytime in &flow.anytime {
            each_stmt(anytime.body(), &mut |stmt| look(stmt.kind.limit(), of_flow));
        }
    }
    found
}
