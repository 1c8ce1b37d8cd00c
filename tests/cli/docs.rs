//! The two first pages: what they show is what the command prints.

use super::{fresh, huashu, root};

/// The blocks of a page that are fenced with a word.
fn blocks(page: &str, fence: &str) -> Vec<String> {
    let open = format!("```{fence}\n");
    page.split(&open).skip(1).filter_map(|rest| rest.split("\n```").next()).map(|block| format!("{block}\n")).collect()
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect("the page")
}

#[test]
fn what_the_first_pages_show_is_what_is_printed() {
    for (name, lang) in [("README.md", "en"), ("README.zh.md", "zh")] {
        let text = page(name);
        let shown = blocks(&text, "text");
        let printed = huashu(root(), &["--lang", lang, "run", "scripts/home-service", "--scenario", "扣费取消"]).out;
        assert!(shown.contains(&printed), "{name} shows something else than:\n{printed}");
    }
}

#[test]
fn the_first_script_of_the_first_pages_is_clean_and_passes() {
    for name in ["README.md", "README.zh.md"] {
        let scripts = blocks(&page(name), "hua");
        assert_eq!(scripts.len(), 1, "{name}");
        let folder = fresh();
        super::write(folder.path(), "门铃.hua", &scripts[0]);
        for args in [&["check", "门铃.hua", "--fail-level", "warn"][..], &["fmt", "--check", "门铃.hua"], &["test", "门铃.hua"]] {
            let ran = huashu(folder.path(), args);
            assert_eq!(ran.code, 0, "{name} {args:?}: {}{}", ran.out, ran.err);
        }
    }
}

#[test]
fn every_page_that_is_pointed_to_is_there() {
    for name in ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = page(name);
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).filter(|t| !t.starts_with("http")) {
            let path = target.split('#').next().unwrap_or_default();
            assert!(path.is_empty() || root().join(path).exists(), "{name} points to {target}");
        }
    }
    assert!(page("ARCHITECTURE.md").lines().count() <= 150);
}

#[test]
fn the_embedding_page_names_every_event_effect_and_finding() {
    let text = page("docs/embedding.md");
    let part = |head: &str| text.split(&format!("\n# {head}\n")).nth(1).and_then(|t| t.split("\n# ").next()).expect("a section");
    let firsts = |head: &str| {
        let cells = part(head).lines().filter_map(|l| l.strip_prefix("| ")?.split(" | ").next()).collect::<Vec<_>>().join(" ");
        cells.split('`').skip(1).step_by(2).map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(firsts("Events"), huashu::runtime::EVENTS.map(str::to_owned).into());
    // Effects and findings are those of the recorded calls: there is one for each.
    let mut recorded = String::new();
    for entry in std::fs::read_dir(root().join("tests/runtime")).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "snap") {
            recorded += &std::fs::read_to_string(path).expect("a snapshot");
        }
    }
    let effects = firsts("Effects");
    let row = part("Effects").lines().find(|l| l.starts_with("| `finding` |")).expect("the findings");
    let findings: Vec<&str> = row.split('`').skip(1).step_by(2).flat_map(|words| words.split(' ')).collect();
    for (key, known) in [("effect", effects.iter().map(String::as_str).collect::<Vec<_>>()), ("finding", findings)] {
        for found in recorded.split(&format!("\"{key}\":\"")).skip(1).filter_map(|t| t.split('"').next()) {
            assert!(known.contains(&found), "the {key} `{found}` is not on the page");
        }
    }
}
