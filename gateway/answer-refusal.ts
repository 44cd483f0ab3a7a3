import { answerProblem, setRefusalHeaders } from './http/answer.js';
import type { AnswerRefusal } from './http/answer.js';
import { readsPages, refusalPage, sendPage } from './web/index.js';

/** A page for whoever reads pages, a JSON problem for programs. */
export const answerRefusal: AnswerRefusal = (exchange, refusal, status) => {
  if (exchange.res.headersSent || !readsPages(exchange.req)) {
    answerProblem(exchange, refusal, status);
    return;
  }
  setRefusalHeaders(exchange.res, refusal);
  sendPage(exchange, refusalPage(refusal, status));
};
