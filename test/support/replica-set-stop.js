export { stopReplicaSet as default } from './replica-set-start.js';
