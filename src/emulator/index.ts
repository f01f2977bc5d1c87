export type { FaultRuleInput } from "./fault-rules.ts";
export type { LogEntry } from "./log.ts";
export { defaultToken, type Emulator, type EmulatorOptions, startEmulator } from "./server.ts";
