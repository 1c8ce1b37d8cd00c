//! What holds for every text: reading never fails, formatting twice is formatting once, and the two languages are one.

use super::format::survives;
use huashu::base::{FileId, Lang};
use huashu::syntax::{format, parse};
use proptest::prelude::*;

/// Lines of every kind, from the example files, cut into pieces and put together anew.
fn material() -> Vec<&'static str> {
    let files = [
        include_str!("../examples/home-service.hua"),
        include_str!("../examples/callback.hua"),
        include_str!("../examples/complaint-case.hua"),
        include_str!("../examples/rules.hua"),
    ];
    files.iter().flat_map(|f| f.lines()).collect()
}

fn shuffled() -> impl Strategy<Value = String> {
    let lines = material();
    let line = (0..lines.len(), 0..4_usize, any::<prop::sample::Index>(), 0..12_usize).prop_map(move |(at, indent, cut, kind)| {
        let line = lines[at];
        let places: Vec<usize> = line.char_indices().map(|(i, _)| i).chain([line.len()]).collect();
        let cut = *cut.get(&places);
        let line = match kind {
            0 => format!("{}{}", &line[..cut], &line[cut..].chars().skip(1).collect::<String>()),
            1 => format!("{}“{}", &line[..cut], &line[cut..]),
            2 => format!("{}  {}", &line[..cut], &line[cut..]),
            3 => line[..cut].to_owned(),
            _ => line.to_owned(),
        };
        match kind {
            4 => format!("{}{}", "  ".repeat(indent), line.trim_start()),
            _ => line,
        }
    });
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_fails(text in "[ \t\n\u{3000}“”「」\"#：，（）(){}【】…、,.:=+<>*/!一三半天声若转说环节流程a-z0-9-]{0,200}") {
        let parsed = parse(FileId(0), &text);
        for finding in &parsed.diagnostics {
            let span = finding.span.range();
            prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        }
        survives(&text)?;
    }

    #[test]
    fn any_table_is_read_and_every_cell_has_its_place(text in "(词|替代|[,\"\n\r ]|不行|\"\"|，){0,60}") {
        let table = huashu::syntax::table(FileId(0), &text);
        let mut last = 0;
        for cell in table.rows.iter().flat_map(|r| &r.cells) {
            let raw = text.get(cell.span.range());
            prop_assert!(raw.is_some_and(|raw| raw.replace(['"', '\r', '\n', ' '], "") == cell.text.replace(['"', '\r', '\n', ' '], "")), "{cell:?} in {text:?}");
            prop_assert!(cell.span.start >= last);
            last = cell.span.end;
        }
        for finding in &table.diagnostics {
            prop_assert!(text.get(finding.span.range()).is_some_and(|line| line.starts_with('"')), "{:?} in {text:?}", finding.span);
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        parse(FileId(0), &text);
        survives(&text)?;
    }

    #[test]
    fn shuffled_scripts_are_read_and_survive(text in shuffled()) {
        let parsed = parse(FileId(0), &text);
        for finding in &parsed.diagnostics {
            prop_assert!(text.get(finding.span.range()).is_some());
        }
        survives(&text)?;
    }

    #[test]
    fn declarations_survive_any_spaces(picks in prop::collection::vec(0..1000_usize, 1..4), seed in any::<u64>()) {
        let all = declarations();
        let mut state = seed;
        let mut text = String::new();
        for pick in picks {
            for line in all[pick % all.len()].lines() {
                text.push_str(&respaced(line, &mut state));
                text.push('\n');
            }
        }
        survives(&text)?;
        prop_assert!(format(&text, Some(Lang::En)).is_ok(), "{text}\n{:?}", parse(FileId(0), &text).diagnostics.first().map(|d| &d.message));
    }
}

/// The declarations of the example files, each with its block.
fn declarations() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in material() {
        match all.last_mut() {
            Some(last) if line.starts_with(' ') || line.is_empty() => {
                last.push('\n');
                last.push_str(line);
            }
            _ => all.push(line.to_owned()),
        }
    }
    all
}

/// The line with every run of spaces made one to four long; its indentation stays.
fn respaced(line: &str, state: &mut u64) -> String {
    let indent = line.len() - line.trim_start().len();
    let mut out = line[..indent].to_owned();
    for (n, word) in line.split_whitespace().enumerate() {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.push_str(if n == 0 { "" } else { &"    "[..1 + (*state >> 60) as usize % 4] });
        out.push_str(word);
    }
    out
}
