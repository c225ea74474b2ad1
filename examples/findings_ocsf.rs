//! Findings of Defender for Cloud for a SIEM or a data lake: JSON Lines of the Open Cybersecurity Schema Framework.
//!
//! ```sh
//! cargo run --example findings_ocsf                               # the emulator, unless AZURE_TENANT_ID is set
//! cargo run --example findings_ocsf -- --out findings.jsonl       # to a file
//! cargo run --example findings_ocsf -- --from controls | jq .     # secure score controls only
//! ```
//!
//! Each line is a Compliance Finding (class 2003 of version 1.8): about a subscription, made from a secure score control,
//! or about a resource, made from an assessment. What could not be read is told on standard error; then the exit status
//! is 1.

use std::{
    collections::HashMap,
    error::Error as StdError,
    fs::File,
    io::{self, BufWriter, ErrorKind as IoErrorKind, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, ValueEnum};
use tenantscope::{
    Error, ErrorKind, Item,
    defender::{
        Assessment, AssessmentKey, AssessmentMetadata, DefenderClient, Outcome, SecureScoreControl,
        SubscriptionHandle,
        ocsf::{Activity, ComplianceFinding, Context},
    },
};
use tenantscope_examples::{Progress, Settings, VARIABLES, explain};

/// Writes findings of Defender for Cloud as OCSF events, one a line.
#[derive(Clone, Parser)]
#[command(after_help = VARIABLES)]
struct Arguments {
    /// What to make findings from.
    #[arg(long, value_enum, default_value_t)]
    from: Source,
    /// The file to write, instead of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Say that the findings were seen before: activity Update instead of Create.
    #[arg(long)]
    update: bool,
}

#[derive(Clone, Copy, Default, PartialEq, ValueEnum)]
enum Source {
    /// Secure score controls: some sixteen for each subscription.
    Controls,
    /// Assessments: one for each resource and recommendation, thousands for each subscription.
    Assessments,
    #[default]
    Both,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("findings_ocsf: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn StdError>> {
    let settings = Settings::read().await?;
    if settings.emulator.is_some() {
        // The lines themselves are for programs.
        eprintln!("{}", settings.headline());
    }
    let client = settings.client()?;
    let activity = if arguments.update { Activity::Update } else { Activity::Create };
    let context = Context::collected_at(client.pipeline().clock().now()).activity(activity);
    let mut export = Export {
        source: arguments.from,
        lines: match &arguments.out {
            Some(path) => {
                let file = File::create(path).map_err(|error| format!("{}: {error}", path.display()))?;
                Box::new(BufWriter::new(file))
            }
            None => Box::new(BufWriter::new(io::stdout().lock())),
        },
        written: 0,
        complete: true,
        progress: Progress::start("reading subscriptions"),
    };
    for tenant in &settings.tenants {
        let defender = client.defender().for_tenant(tenant.clone());
        match export.tenant(&defender, &settings, &context.clone().tenant(tenant.clone())).await {
            // Whoever reads the lines wants no more of them.
            Err(Stop::Writing(error)) if error.kind() == IoErrorKind::BrokenPipe => {
                return Ok(ExitCode::SUCCESS);
            }
            Err(Stop::Writing(error)) => return Err(error.into()),
            Err(Stop::Reading(error)) => export.miss(&format!("tenant {tenant}"), &error),
            Ok(()) => {}
        }
    }
    match export.lines.flush() {
        Err(error) if error.kind() != IoErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    if let Some(path) = &arguments.out {
        eprintln!("{} findings in {}", export.written, path.display());
    }
    Ok(if export.complete { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where the lines go.
struct Export {
    source: Source,
    lines: Box<dyn Write>,
    written: usize,
    complete: bool,
    progress: Progress,
}

/// What ends the work on a tenant.
enum Stop {
    Reading(Error),
    Writing(io::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Reading(error)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Writing(error)
    }
}

impl Export {
    async fn tenant(
        &mut self,
        defender: &DefenderClient,
        settings: &Settings,
        context: &Context,
    ) -> Result<(), Stop> {
        let source = self.source;
        let recommendations = match source {
            Source::Controls => HashMap::new(),
            Source::Assessments | Source::Both => match recommendations(defender).await {
                Ok(recommendations) => recommendations,
                Err(error) => {
                    self.miss("severities and remedies", &error);
                    HashMap::new()
                }
            },
        };
        let mut sweep = defender.sweep();
        if !settings.subscriptions.is_empty() {
            sweep = sweep.subscriptions(settings.subscriptions.iter().cloned());
        }
        let mut swept = sweep.each(move |subscription| read(subscription, source));
        while let Some(swept) = swept.try_next().await? {
            let place = format!("subscription {}", swept.subscription_id);
            let mut context = context.clone();
            if let Some(name) = swept.subscription.and_then(|known| known.display_name.clone()) {
                context = context.subscription_name(name);
            }
            match swept.outcome {
                Outcome::Found(found) => {
                    for control in &found.controls {
                        self.write(&ComplianceFinding::from_control(control, &context))?;
                    }
                    for assessment in &found.assessments {
                        let finding = ComplianceFinding::from_assessment(assessment, &context);
                        match assessment.key().and_then(|key| recommendations.get(&key)) {
                            Some(recommendation) => {
                                self.write(&finding.with_recommendation(recommendation))?;
                            }
                            None => self.write(&finding)?,
                        }
                    }
                    found.errors.iter().for_each(|error| self.miss(&place, error));
                }
                // Of several tenants each has only some of the subscriptions that were asked for.
                Outcome::Failed(error)
                    if error.kind() == ErrorKind::NotFound && settings.tenants.len() > 1 => {}
                Outcome::Failed(error) => self.miss(&place, &error),
                // There is nothing to find, which isn't a failure.
                Outcome::NotOnboarded(error) => eprintln!("{place}: {}", explain(&error)),
                Outcome::Inactive(state) => eprintln!("{place}: {state}, so it has no findings"),
                _ => {}
            }
        }
        Ok(())
    }

    fn write(&mut self, finding: &ComplianceFinding) -> io::Result<()> {
        serde_json::to_writer(&mut self.lines, finding)?;
        self.lines.write_all(b"\n")?;
        self.written += 1;
        if self.written.is_multiple_of(100) {
            self.progress.say(format!("{} findings written", self.written));
        }
        Ok(())
    }

    fn miss(&mut self, place: &str, error: &Error) {
        self.complete = false;
        eprintln!("{place}: {}", explain(error));
    }
}

/// What was read of one subscription, and what couldn't be.
#[derive(Default)]
struct Findings {
    controls: Vec<Item<SecureScoreControl>>,
    assessments: Vec<Item<Assessment>>,
    errors: Vec<Error>,
}

async fn read(subscription: SubscriptionHandle, source: Source) -> Result<Findings, Error> {
    let mut found = Findings::default();
    if source != Source::Assessments {
        let mut controls = subscription.secure_score_controls().list().expand_definition().items();
        while let Some(control) = controls.next().await {
            match control {
                Ok(control) => found.controls.push(control),
                Err(error) => found.miss(error)?,
            }
        }
    }
    if source != Source::Controls {
        let mut assessments = subscription.assessments().list().items();
        while let Some(assessment) = assessments.next().await {
            match assessment {
                Ok(assessment) => found.assessments.push(assessment),
                Err(error) => found.miss(error)?,
            }
        }
    }
    Ok(found)
}

impl Findings {
    /// Notes an error beside what was read; if nothing was, the error is the outcome.
    fn miss(&mut self, error: Error) -> Result<(), Error> {
        let nothing = self.controls.is_empty() && self.assessments.is_empty();
        if nothing && error.kind() != ErrorKind::InvalidItem {
            return Err(error);
        }
        self.errors.push(error);
        Ok(())
    }
}

/// What each recommendation says: a list of assessments tells neither how bad a finding is nor how to mend it.
async fn recommendations(
    defender: &DefenderClient,
) -> Result<HashMap<AssessmentKey, AssessmentMetadata>, Error> {
    let mut known = HashMap::new();
    let mut all = defender.assessment_metadata().list().items();
    while let Some(recommendation) = all.next().await {
        match recommendation {
            Ok(recommendation) => {
                if let Some(key) = recommendation.key() {
                    known.insert(key, recommendation.into_value());
                }
            }
            // Its findings do without it.
            Err(error) if error.kind() == ErrorKind::InvalidItem => {}
            Err(error) => return Err(error),
        }
    }
    Ok(known)
}
