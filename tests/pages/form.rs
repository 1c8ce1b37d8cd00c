//! Each code has its page and each page its code, in the form that `explain` and the tests read.

use super::markdown::blocks;
use super::pages;
use huashu::api::codes::all;
use huashu::base::Code;
use std::collections::{BTreeMap, BTreeSet};

fn codes() -> BTreeMap<&'static str, &'static Code> {
    let by_id: BTreeMap<_, _> = all().iter().map(|c| (c.id, *c)).collect();
    assert_eq!(by_id.len(), all().len(), "an id is declared twice");
    by_id
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let declared: BTreeSet<String> = codes().keys().map(|id| (*id).to_owned()).collect();
    let written: BTreeSet<String> = pages("rules").into_iter().map(|(stem, _)| stem).filter(|s| s != "README").collect();
    assert_eq!(declared, written);
}

#[test]
fn names_are_kebab_and_unlike() {
    let codes = codes();
    let names: BTreeSet<&str> = codes.values().map(|c| c.name).collect();
    assert_eq!(names.len(), codes.len(), "a name is used twice");
    for name in names {
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
    }
}

#[test]
fn every_page_has_its_title_and_sections() {
    for (id, code) in codes() {
        let lines: Vec<&str> = code.page.lines().collect();
        assert_eq!(lines.first().copied(), Some(format!("# {id} {} · {}", code.name, code.zh).as_str()));
        assert!(lines.iter().any(|l| l.starts_with("一句话：")), "{id}: 一句话");
        assert!(lines.iter().any(|l| l.starts_with("In one sentence: ")), "{id}: In one sentence");
        let sections: Vec<&str> = lines.iter().filter_map(|l| l.strip_prefix("## ")).collect();
        assert_eq!(sections, ["会出错 fails", "改好了 passes", "为什么 why"], "{id}");
        let found = blocks(code.page);
        let has = |section: &str| found.iter().any(|b| b.section == section && b.info.starts_with("hua"));
        assert!(id == "E0001" || has("会出错 fails"), "{id}: a failing example");
        assert!(has("改好了 passes"), "{id}: a passing example");
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for folder in ["rules", "language"] {
        for (stem, text) in pages(folder) {
            for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let path = super::folder(folder).join(target);
                assert!(target.contains("://") || path.exists(), "{folder}/{stem}.md links to {target}");
            }
        }
    }
}

#[test]
fn the_index_names_every_language_page() {
    let all = pages("language");
    let index = &all.iter().find(|(stem, _)| stem == "README").expect("an index").1;
    for (stem, text) in all.iter().filter(|(stem, _)| stem != "README") {
        assert!(index.contains(&format!("({stem}.md)")), "{stem}.md is not in the index");
        assert!(text.contains("\n## In English\n"), "{stem}.md has no English summary");
    }
}

#[test]
fn every_example_is_a_named_file_and_fails_with_a_known_code() {
    let codes = codes();
    for folder in ["rules", "language"] {
        for (stem, text) in pages(folder) {
            let mut names = BTreeSet::new();
            for block in blocks(&text).into_iter().filter(|b| b.is_script()) {
                if let Some(id) = block.fails_with() {
                    assert!(codes.contains_key(id), "{folder}/{stem}.md:{}: no code {id}", block.line);
                }
                let (name, content) = block.file();
                assert!(!content.trim().is_empty(), "{folder}/{stem}.md:{} is empty", block.line);
                assert!(name == "例.hua" || names.insert((block.section, name)), "{folder}/{stem}.md:{}: a name twice", block.line);
            }
        }
    }
}

#[test]
fn the_index_of_rules_is_up_to_date() {
    let mut index = String::from("# 规则页\n\n每个编号一页：什么样会出错，怎么改好，为什么。`huashu explain E0301` 读的就是这些。\n\n");
    index.push_str("One page a code: what fails, what passes, and why. `huashu explain` reads these pages.\n\n");
    index.push_str("| 编号 | 名字 | | |\n| --- | --- | --- | --- |\n");
    for (id, code) in codes() {
        index.push_str(&format!("| [{id}]({id}.md) | `{}` | {} | {} |\n", code.name, code.zh, code.en));
    }
    let path = super::folder("rules").join("README.md");
    if std::env::var_os("HUASHU_UPDATE").is_some() {
        std::fs::write(&path, &index).expect("the index is written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == index, "docs/rules/README.md is out of date: run the tests with HUASHU_UPDATE=1");
}
