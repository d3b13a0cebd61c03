//! Which regions are in mainland China. Data that leaves them leaves the country in the sense of PIPL chapter III.

/// True for regions in mainland China: ids that begin with `cn-`, except Hong Kong's. Finance and government regions are in it.
pub fn is_mainland(region: &str) -> bool {
    region.starts_with("cn-") && !region.starts_with("cn-hongkong")
}

#[cfg(test)]
mod tests {
    use super::is_mainland;

    #[test]
    fn hong_kong_and_singapore_are_not_mainland() {
        assert!(is_mainland("cn-hangzhou") && is_mainland("cn-shanghai-finance-1") && is_mainland("cn-north-2-gov-1"));
        assert!(!is_mainland("cn-hongkong") && !is_mainland("ap-southeast-1") && !is_mainland(""));
    }
}
