import { call, path } from './api.js';
const { shallowRef } = window.Vue;

/** The flows of the gateway, as it last told: {flow, file, status, routes, version?, loaded_at?, error?}. */
export const flows = shallowRef(null);

export async function read() { flows.value = (await call('GET', '/api/v1/flows')).flows; }

/** Answers what is wrong with the YAML: {ok, problems: [{line, reason}]}. */
export const check = yaml => call('POST', '/api/v1/flows/check', yaml);

/** Plays the flow's last records to the YAML and to the flow as it runs: {records, same, different}. */
export const rehearse = (flow, yaml, records) => call('POST', path(`/api/v1/flows/${encodeURIComponent(flow)}/rehearse`, { records }), yaml);

/** Puts the version before back. */
export const rollBack = flow => call('POST', `/api/v1/flows/${encodeURIComponent(flow)}/rollback`);
