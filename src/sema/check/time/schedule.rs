//! 周期: a calendar, a rule for days off, a way out when it is missed.

use crate::base::Diagnostic;
use crate::sema::check::Context;
use crate::sema::check::branches::Chains;
use crate::sema::codes::time::NO_MOVE_RULE;
use crate::sema::model::{Every, Schedule};

pub(super) fn check(cx: &Context<'_>, schedule: &Schedule, chains: &Chains, out: &mut Vec<Diagnostic>) {
    out.extend(super::ends(cx, schedule.missed.as_ref(), chains, schedule.span, "漏", "missed"));
    let Some(occasion) = &schedule.occasion else { return };
    let Some(using) = schedule.using else {
        out.push(super::no_calendar(occasion.span));
        return;
    };
    if occasion.on_rest.is_none() && !occasion.every.works() {
        out.push(
            Diagnostic::new(
                &NO_MOVE_RULE,
                occasion.span,
                format!("“{}”碰上休息日怎么办，没有写", schedule.name),
                format!("nothing says what `{}` does on a day off", schedule.name),
            )
            .help(
                "后面写“遇休 顺延”（往后挪到上班的一天）、“遇休 提前”，或者“遇休 照常”。",
                "Add `on rest day postpone`, `on rest day advance` or `on rest day as usual`.",
            ),
        );
    }
    let late = match occasion.every {
        Every::MonthDay(day) => day > 28,
        Every::Year(month, day) => month == 2 && day == 29,
        Every::Day | Every::Workday | Every::Week(_) | Every::MonthWorkday(_) | Every::MonthEnd | Every::LastWorkday | Every::Quarter => {
            false
        }
    };
    if late && !super::says_month_end(cx.model, using) {
        out.push(
            Diagnostic::new(
                &NO_MOVE_RULE,
                occasion.span,
                "有的月份没有这一天，日历里却没有写“月末”怎么办",
                "some months do not have this day, and the calendar has no `month end`",
            )
            .help("在日历里写：月末 取末日；或者改成“每月 末日”。", "Write `month end last day` in the calendar, or `monthly final day`."),
        );
    }
}
