//! Scores Regards against labelled drafts: precision, recall and F1 per element, intent accuracy, false alarms.
//!
//! A folder holds drafts and a `labels.jsonl`, one object a line: `file`, `sender`, `intent` (`other` for what is not our
//! business), `has` (element → what a careful reader finds in the writer's own words; null where nobody can tell),
//! `evidence`, `unsure` (elements two readers would judge differently: not scored).

#![allow(unreachable_pub, missing_docs, reason = "shared by a test and an example")]

use regards::analysis::{Analysis, Settings, analyze};
use regards::document::{Document, ReadOptions};
use regards::ruleset::Ruleset;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Element of the labels → the acts that show it.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("greeting", &[]),
    ("recipient_named", &[]),
    ("signoff", &[]),
    ("thanks", &["thanks"]),
    ("apology", &["apology"]),
    ("reason", &["reason", "weak-reason"]),
    ("weak_reason", &["weak-reason"]),
    ("alternate_time", &["alternate-time"]),
    ("badmouthing", &["badmouthing"]),
    ("too_much_detail", &["too-much-detail"]),
    ("clear_decision", &[]),
    ("door_open", &["open-door"]),
    ("well_wishes", &["well-wishes"]),
    ("offers_questions", &["invites-questions"]),
    ("late_notice", &[]),
    ("hr_consulted", &["hr-consulted"]),
];

/// Label of a consideration → the act that weighs it.
const CONSIDERATIONS: &[(&str, &str)] = &[
    ("resources", "weighs-resources"),
    ("candidate-pool", "weighs-candidate-pool"),
    ("restart-cost", "weighs-restart-cost"),
    ("hiring-needs", "weighs-hiring-needs"),
    ("organisation-size", "weighs-organisation-size"),
];

/// True and false positives and false negatives of one element.
#[derive(Default)]
pub struct Tally {
    pub hits: u32,
    pub false_alarms: u32,
    pub misses: u32,
}

impl Tally {
    pub fn f1(&self) -> f64 {
        let total = 2 * self.hits + self.false_alarms + self.misses;
        if total == 0 { 0.0 } else { f64::from(2 * self.hits) / f64::from(total) }
    }

    fn count(&mut self, want: bool, got: bool) {
        match (want, got) {
            (true, true) => self.hits += 1,
            (false, true) => self.false_alarms += 1,
            (true, false) => self.misses += 1,
            (false, false) => {}
        }
    }
}

/// The score of one or more folders.
#[derive(Default)]
pub struct Score {
    pub elements: BTreeMap<String, Tally>,
    pub intents_right: u32,
    pub intents: u32,
    pub unrelated: u32,
    pub unrelated_flagged: u32,
    /// `element: file: what went wrong`
    pub errors: Vec<String>,
}

impl Score {
    /// Mean F1 of the elements with five positives or more.
    pub fn macro_f1(&self) -> f64 {
        let scored: Vec<f64> = self.elements.values().filter(|t| t.hits + t.misses >= 5).map(Tally::f1).collect();
        scored.iter().sum::<f64>() / scored.len().max(1) as f64
    }

    pub fn intent_accuracy(&self) -> f64 {
        f64::from(self.intents_right) / f64::from(self.intents.max(1))
    }

    /// Adds the drafts of a folder.
    pub fn add(&mut self, folder: &Path, ruleset: &Ruleset, settings: &Settings) {
        let labels = fs::read_to_string(folder.join("labels.jsonl")).expect("a folder of drafts has labels");
        for line in labels.lines().filter(|l| !l.trim().is_empty()) {
            let label: Value = serde_json::from_str(line).expect("a label is JSON");
            let name = label["file"].as_str().expect("a label names its file");
            let bytes = fs::read(folder.join(name)).expect("the labelled draft is there");
            let document =
                Document::parse(&bytes, &ReadOptions { name: Some(name.to_owned()), ..ReadOptions::default() });
            let analysis = analyze(&document, ruleset, settings);
            self.draft(name, &label, &document, &analysis, ruleset);
        }
    }

    fn draft(&mut self, name: &str, label: &Value, document: &Document, analysis: &Analysis, ruleset: &Ruleset) {
        let unsure = |element: &str| label["unsure"].as_array().is_some_and(|a| a.iter().any(|e| e == element));
        let want = label["intent"].as_str().unwrap_or("other");
        let got: Vec<&str> = analysis.about().map(|i| ruleset[i.intent].id.as_str()).collect();
        if !unsure("intent") {
            self.intents += 1;
            let right = if want == "other" { got.is_empty() } else { got.contains(&want) };
            self.intents_right += u32::from(right);
            if !right {
                self.errors.push(format!("intent: {name}: is {want}, taken for {got:?}"));
            }
        }
        if want == "other" {
            self.unrelated += 1;
            self.unrelated_flagged += u32::from(!analysis.intents.is_empty());
            return;
        }
        let shows = |ids: &[&str]| analysis.acts.iter().any(|a| ids.contains(&ruleset[a.act].id.as_str()));
        for (element, acts) in ELEMENTS {
            let Some(want) = label["has"][element].as_bool().filter(|_| !unsure(element)) else { continue };
            let got = match *element {
                "greeting" => document.greeting.is_some(),
                "recipient_named" => document.greeting.as_ref().is_some_and(|g| !g.names.is_empty()),
                "signoff" => document.sign_off.is_some(),
                "clear_decision" => shows(&["decision"]) && !shows(&["hedge"]),
                "late_notice" => analysis.notice.late == Some(true),
                _ => shows(acts),
            };
            self.count(name, element, want, got, &label["evidence"][element]);
        }
        if let Some(wanted) = label["has"]["considerations"].as_array().filter(|_| !unsure("considerations")) {
            for (consideration, act) in CONSIDERATIONS {
                let want = wanted.iter().any(|w| w == consideration);
                self.count(name, "considerations", want, shows(&[act]), &label["evidence"]["considerations"]);
            }
        }
    }

    fn count(&mut self, name: &str, element: &str, want: bool, got: bool, evidence: &Value) {
        self.elements.entry(element.to_owned()).or_default().count(want, got);
        if want != got {
            let what = if want { format!("missed {evidence}") } else { "seen where there is none".to_owned() };
            self.errors.push(format!("{element}: {name}: {what}"));
        }
    }

    /// The table people read.
    pub fn table(&self) -> String {
        use std::fmt::Write as _;
        let mut table = String::new();
        for (element, t) in &self.elements {
            let (precision, recall) = (ratio(t.hits, t.hits + t.false_alarms), ratio(t.hits, t.hits + t.misses));
            writeln!(
                table,
                "{element:18} n={:4}  precision {precision:.3}  recall {recall:.3}  F1 {:.3}",
                t.hits + t.misses,
                t.f1()
            )
            .expect("a string takes it");
        }
        writeln!(
            table,
            "intent accuracy {:.3} of {};  macro F1 {:.3};  unrelated drafts taken for ours {} of {}",
            self.intent_accuracy(),
            self.intents,
            self.macro_f1(),
            self.unrelated_flagged,
            self.unrelated
        )
        .expect("a string takes it");
        table
    }
}

fn ratio(part: u32, whole: u32) -> f64 {
    f64::from(part) / f64::from(whole.max(1))
}
