//! The emulator as a program, for clients that are not ours and for measurements:
//! `cargo run --release --example emulator -- PORT [REGIONS] [MILLISECONDS PER CALL]`.

#[path = "mod.rs"]
mod emulator;

use std::time::Duration;

use emulator::{Emulator, Setup};

/// Regions beyond the three of the sample account, which are there but empty.
const MORE: [&str; 21] = [
    "cn-beijing",
    "cn-chengdu",
    "cn-guangzhou",
    "cn-heyuan",
    "cn-hongkong",
    "cn-huhehaote",
    "cn-qingdao",
    "cn-shenzhen",
    "cn-wulanchabu",
    "cn-zhangjiakou",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "eu-central-1",
    "eu-west-1",
    "me-east-1",
    "us-east-1",
    "us-west-1",
];

fn main() {
    let number = |at: usize, default: u64| std::env::args().nth(at).and_then(|p| p.parse().ok()).unwrap_or(default);
    let mut setup = Setup { latency: Duration::from_millis(number(3, 0)), ..Setup::acme() };
    let more = usize::try_from(number(2, 3).saturating_sub(3)).unwrap_or_default();
    setup.regions.extend(MORE.iter().take(more).map(|r| (*r).to_owned()));
    let port = u16::try_from(number(1, 18080)).unwrap_or(18080);
    let running = Emulator::start_on(setup, port);
    #[expect(clippy::print_stdout, reason = "a test program")]
    {
        println!("listening on {}", running.address);
    }
    loop {
        std::thread::sleep(Duration::from_secs(5));
        #[expect(clippy::print_stderr, reason = "a test program")]
        {
            eprintln!(
                "{} requests, at most {} in flight for one product and region",
                running.total(),
                running.most_in_flight()
            );
        }
    }
}
