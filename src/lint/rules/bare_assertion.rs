//! L05: a line says that something has happened and nothing says how we know.

use crate::base::{Diagnostic, Level};
use crate::lint::{Rule, codes::BARE_ASSERTION, cx::Cx};

pub(crate) static RULE: Rule = Rule { run };

/// Words that claim plainly.
const CLAIMS: &[&str] = &["已经", "尚未", "还未"];

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for line in cx.spoken.iter().filter(|l| !l.backing.asserts) {
        let plain = CLAIMS.iter().flat_map(|word| line.words.find(word).map(move |at| (at, *word)));
        let first = plain.filter(|(at, _)| !line.words.asks(*at)).min();
        // 已 alone is often mere style: a hint, no warning.
        let weak = || line.words.find("已").find(|at| !line.words.asks(*at)).map(|at| (at, "已"));
        let Some((at, word)) = first.or_else(weak) else { continue };
        let found = Diagnostic::new(
            &BARE_ASSERTION,
            line.words.place(at, word.len()),
            format!("话里说“{word}”，却没有写凭什么这样说"),
            format!("the line claims something with “{word}”, and nothing says how we know"),
        )
        .help(
            "在后面写凭什么能这样说，比如 `断言 预订单.已派单`，没查清的路就会报出来；只是客套的，换个说法。",
            "Write after it what it rests on, such as `asserts order.assigned`: ways on which that was not found out are then reported. Put a mere turn of phrase another way.",
        );
        out.push(Diagnostic { level: if word == "已" { Level::Info } else { found.level }, ..found });
    }
}
