//! L04: 你 where 您 is due.

use crate::base::Diagnostic;
use crate::lint::{Rule, codes::INFORMAL_YOU, cx::Cx};

pub(crate) static RULE: Rule = Rule { run };

/// From so many lines on, a script that mostly says 你 means it.
const HABIT: usize = 4;

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut formal = 0;
    for line in &cx.spoken {
        formal += usize::from(line.words.contains("您"));
        let alone = |at: &usize| {
            let (before, after) = line.words.around(*at, "你".len());
            !after.starts_with(['们', '我']) && !before.ends_with('我')
        };
        if let Some(at) = line.words.find("你").find(alone) {
            found.push(line.words.place(at, "你".len()));
        }
    }
    if found.len() >= HABIT && found.len() > formal {
        return;
    }
    out.extend(found.into_iter().map(|span| {
        Diagnostic::new(&INFORMAL_YOU, span, "对客户说了“你”，应当用“您”", "the customer is addressed with 你 where 您 is due").suggest(
            "改成“您”",
            "Write 您",
            vec![crate::base::Edit { span, text: "您".to_owned() }],
        )
    }));
}
