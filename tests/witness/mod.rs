//! Witnesses are true: what a finding names is put into the script as a question, and a call is played in which it comes about.
//!
//! Nothing of the checker is asked again. The case of a gap becomes a condition of the language, the path closes every other way, and
//! the runtime is searched for a call that comes there. Only what no call comes to, or nobody can search, is told.

mod case;
mod draw;
mod of_code;
mod play;
mod probe;
mod tried;

use crate::fixtures;
use huashu::base::Level;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// What became of the witnesses of some texts.
#[derive(Default)]
struct Tally {
    /// By code: those that were seen to happen, and those that nobody can search.
    seen: BTreeMap<&'static str, (usize, Vec<String>)>,
    wrong: String,
}

impl Tally {
    /// Puts every finding of a text to the test.
    fn add(&mut self, name: &str, text: &str) {
        let mut checked = play::understood(text);
        if !checked.reaches(Level::Error) {
            // What only a proof finds.
            checked = play::proved(text);
        }
        for found in checked.diagnostics.iter().filter(|d| d.level >= Level::Warn) {
            if !of_code::CODES.contains(&found.code.id) {
                continue;
            }
            let line = checked.sources.get(found.span.file).map_or(0, |s| s.line_of(found.span.start as usize));
            let about = format!("{name}:{line} {} {}", found.code.id, found.message.zh);
            let (seen, open) = self.seen.entry(found.code.id).or_default();
            match of_code::seen(&checked, text, found) {
                Ok(()) => *seen += 1,
                Err(why) if why.starts_with("open: ") => open.push(format!("{about}\n    {}", why.lines().next().unwrap_or_default())),
                Err(why) => {
                    let _ = writeln!(self.wrong, "{about}\n{why}\n");
                }
            }
        }
    }

    /// All came about but what nobody can search, of which there is not more than so much.
    #[allow(clippy::print_stdout, reason = "how many of each code came about is what it has to show")]
    fn judged(&self, most: usize) {
        println!("{}", self.told());
        assert!(self.wrong.is_empty(), "\n{}", self.wrong);
        let open: usize = self.seen.values().map(|(_, open)| open.len()).sum();
        assert!(open <= most, "{open} witnesses were not searched for");
    }

    fn told(&self) -> String {
        let mut out = String::new();
        for (code, (seen, open)) in &self.seen {
            let _ = writeln!(out, "{code}: {seen} seen, {} open", open.len());
            open.iter().for_each(|o| out.push_str(&format!("  {o}\n")));
        }
        out
    }
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

#[test]
fn of_every_fixture_and_trap() {
    let mut tally = Tally::default();
    for fixture in fixtures::fixtures("sema").iter().filter(|f| f.path.is_file()) {
        tally.add(&fixture.path.display().to_string(), &text(&fixture.path));
    }
    let traps = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/traps");
    let mut all: Vec<_> = std::fs::read_dir(traps).expect("the traps").map(|e| e.expect("an entry").path().join("script.hua")).collect();
    all.sort();
    for path in all.iter().filter(|p| p.exists()) {
        tally.add(&path.display().to_string(), &text(path));
    }
    tally.judged(0);
    assert!(tally.seen.get("E0806").is_some_and(|(seen, _)| *seen > 10), "{}", tally.told());
}

#[test]
fn of_scripts_drawn_by_chance() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(or);
    let (seed, scripts) = (number("HUASHU_SEED", 20_261_122), number("HUASHU_WITNESSES", 8));
    let mut tally = Tally::default();
    for i in 0..scripts {
        let text = draw::script(seed.wrapping_add(i.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let faults = play::understood(&text).diagnostics;
        let unread = faults.iter().find(|d| d.level >= Level::Error && ["E00", "E01", "E02"].iter().any(|g| d.code.id.starts_with(g)));
        assert!(unread.is_none(), "{:?}\n{text}", unread.map(|d| &d.message.zh));
        tally.add(&format!("script {i}"), &text);
    }
    tally.judged(usize::MAX);
    assert!(tally.seen.values().map(|(seen, _)| seen).sum::<usize>() as u64 > scripts, "{}", tally.told());
}
