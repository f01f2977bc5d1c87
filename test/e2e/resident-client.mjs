import { connect } from "node:net";

// Stands in for the program where a script or another program starts it: what it was called with goes to the port that
// comes before its words, and what is answered is what it printed.

const [, , port, ...args] = process.argv;
const socket = connect({ port: Number(port), host: "127.0.0.1", allowHalfOpen: true });
socket.end(JSON.stringify({ args, cwd: process.cwd(), env: process.env }));
let answer = "";
for await (const text of socket.setEncoding("utf8")) answer += text;
const { code, stdout, stderr } = JSON.parse(answer);
process.stdout.write(stdout);
process.stderr.write(stderr);
process.exitCode = code;
