//! "Did you mean …?"

/// The one of `known` that `wrong` is surely a slip for, if any: the nearest by edit distance with transpositions, not
/// further away than a third of its length; or the only one that begins with `wrong` or that `wrong` begins with.
pub fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let wrong = wrong.trim().to_lowercase().replace([' ', '_'], "-");
    if wrong.is_empty() || wrong.len() > 64 {
        return None;
    }
    let near = known
        .clone()
        .map(|id| (strsim::osa_distance(&wrong, id), id))
        .filter(|(distance, id)| *distance <= id.chars().count().max(3) / 3)
        .min();
    near.map(|(_, id)| id).or_else(|| {
        let mut longer =
            known.filter(|id| wrong.len() > 2 && id.len() > 2 && (id.starts_with(&*wrong) || wrong.starts_with(*id)));
        longer.next().filter(|_| longer.next().is_none())
    })
}
