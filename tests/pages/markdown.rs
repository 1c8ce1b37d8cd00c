//! Reads the fenced blocks out of a page.

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// The heading it stands under.
    pub(super) section: String,
    /// What stands behind the opening fence.
    pub(super) info: String,
    /// Its lines.
    pub(super) text: String,
    /// The line of the opening fence, from 1.
    pub(super) line: usize,
}

impl Block {
    /// The block as a file: its name from a first line `# 文件 名字` or behind the fence of a table, else one by its language.
    pub(super) fn file(&self) -> (String, String) {
        if let Some(name) = self.info.strip_prefix("csv ") {
            return (name.to_owned(), self.text.clone());
        }
        let first = self.text.lines().next().unwrap_or_default();
        let name = first.strip_prefix("# 文件 ").map(str::trim);
        let fallback = if self.info == "toml" { "huashu.toml" } else { "例.hua" };
        (name.unwrap_or(fallback).to_owned(), self.text.clone())
    }

    /// The code that the block must fail with, from `fail=E0301` behind the fence.
    pub(super) fn fails_with(&self) -> Option<&str> {
        self.info.split_whitespace().find_map(|w| w.strip_prefix("fail="))
    }

    /// Whether the block is a file of a script.
    pub(super) fn is_script(&self) -> bool {
        matches!(self.info.split_whitespace().next(), Some("hua" | "toml" | "csv"))
    }
}

/// All fenced blocks of a page, in order.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut section = String::new();
    let mut open: Option<Block> = None;
    for (i, line) in page.lines().enumerate() {
        match open.take() {
            Some(block) if line == "```" => found.push(block),
            Some(mut block) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            None => {
                if let Some(info) = line.strip_prefix("```") {
                    open = Some(Block { section: section.clone(), info: info.to_owned(), text: String::new(), line: i + 1 });
                } else if let Some(heading) = line.strip_prefix("## ") {
                    heading.clone_into(&mut section);
                }
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}
