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
