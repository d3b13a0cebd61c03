//! The emulator as a program, for clients that are not ours: `cargo run --example emulator -- 18080`.

#[path = "mod.rs"]
mod emulator;

use emulator::{Emulator, Setup};

fn main() {
    let port = std::env::args().nth(1).and_then(|p| p.parse().ok()).unwrap_or(18080);
    let running = Emulator::start_on(Setup::acme(), port);
    #[expect(clippy::print_stdout, reason = "a test program")]
    {
        println!("listening on {}", running.address);
    }
    loop {
        std::thread::park();
    }
}
