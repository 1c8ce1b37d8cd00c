//! `run --scenario NAME`: a scenario of the package, told as the call it is.

use crate::api::{self, CallLine};
use crate::cli::console::Console;
use crate::cli::failure::{Failure, Outcome, Verdict};
use crate::cli::load::Loaded;
use crate::cli::text::{pad, width, wrap};

/// Plays the scenario of this name and prints the call.
pub(crate) fn tell(name: &str, loaded: &Loaded, console: &mut Console) -> Outcome {
    let Some((checked, built)) = &loaded.source else {
        return Err(Failure::new("编译好的程序里没有场景，请指明脚本", "a compiled program holds no scenarios; name the source"));
    };
    let all = &checked.model.scenarios;
    let full = |s: &api::Scenario| s.row.as_ref().map_or(s.name.to_string(), |row| format!("{}[{row}]", s.name));
    let Some(found) = all.iter().find(|s| full(s) == name || s.name == name) else {
        let names: Vec<&str> = all.iter().map(|s| s.name.as_str()).collect();
        let near = nearest(name, &names);
        return Err(Failure::new(
            format!("没有场景“{name}”{}", if near.is_empty() { String::new() } else { format!("；有：{near}") }),
            format!("there is no scenario `{name}`{}", if near.is_empty() { String::new() } else { format!("; there are: {near}") }),
        ));
    };
    let run = api::test(checked, built, |s| std::ptr::eq(s, found)).map_err(|e| Failure::Message(e.message()))?;
    let Some((call, why)) = run.transcript(console.lang) else { return Ok(Verdict::Clean) };
    let title = console.paint("1", &full(found));
    console.line(&title)?;
    print(&call, console)?;
    match why {
        None => Ok(Verdict::Clean),
        Some(why) => {
            let line = console.paint("31", &why);
            console.line(&line)?;
            Ok(Verdict::Findings)
        }
    }
}

/// Prints a call: the time once, what was given with a dot, what the machine did with an arrow.
pub(crate) fn print(call: &[CallLine], console: &mut Console) -> Outcome<()> {
    let widest = call.iter().map(|l| width(&l.time)).max().unwrap_or(0);
    let mut last = "";
    for CallLine { time, given, text } in call {
        let shown = if time == last { "" } else { time };
        last = time;
        let mark = if *given { console.paint("36", "●") } else { console.paint("2", "→") };
        let room = console.width().saturating_sub(widest + 5);
        for (i, part) in wrap(text, room).iter().enumerate() {
            let head = if i == 0 { format!("{} {mark}", pad(shown, widest)) } else { " ".repeat(widest + 2) };
            let part = if *given { console.paint("1", part) } else { part.clone() };
            console.line(&format!("{head} {part}"))?;
        }
    }
    Ok(())
}

/// Names that share most with what was asked for.
fn nearest(name: &str, all: &[&str]) -> String {
    let mut scored: Vec<(usize, &str)> = all.iter().map(|n| (n.chars().filter(|c| name.contains(*c)).count(), *n)).collect();
    scored.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    scored.dedup_by_key(|(_, n)| *n);
    scored.iter().take(5).map(|(_, n)| *n).collect::<Vec<_>>().join("、")
}
