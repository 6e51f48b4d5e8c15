export { type ToolContractSubject, toolContract } from './tool-contract.ts';
