// How long does a question take? For the benchmarks of the JavaScript packages.

/** Nanoseconds a question, of the fastest of several runs of a tenth of a second. */
export function each(questions, ask, perQuestion = questions.length) {
    let fastest = Infinity;
    let rounds = 1;
    for (let run = 0; run < 9; run += 1) {
        const started = process.hrtime.bigint();
        for (let round = 0; round < rounds; round += 1) {
            for (const question of questions) {
                ask(question);
            }
        }
        const passed = Number(process.hrtime.bigint() - started);
        fastest = Math.min(fastest, passed / rounds);
        rounds = Math.max(1, Math.round((rounds * 1e8) / passed));
    }
    return fastest / perQuestion;
}

/** Prints a table of questions: here, in core, and their ratio. */
export function print(heading, rows) {
    console.log(heading);
    console.log(
        `${"".padEnd(36)}${"here".padStart(9)}${"core".padStart(9)}${"more".padStart(9)}${"ratio".padStart(8)}`,
    );
    for (const [name, ours, cores] of rows) {
        const figures = [ours, cores, ours - cores].map((time) => `${Math.round(time)} ns`.padStart(9)).join("");
        console.log(`${name.padEnd(36)}${figures}${(ours / cores).toFixed(2).padStart(8)}`);
    }
}
