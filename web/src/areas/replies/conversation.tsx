import { NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReplyView } from '../../../../functions/tracking/reply-contract.ts';
import { call } from '../../api/call.ts';
import { formatTimeWithZone } from '../../app/format.ts';
import type { ReplyClass } from '../../messages/replies.ts';
import { messages } from '../../messages.ts';
import { ProblemNotice } from '../../parts/problem-notice.tsx';
import { useMay } from '../accounts/me.ts';
import styles from './conversation.module.css';
import { ReplyClassTag } from './reply-class-tag.tsx';
import { threadQuery } from './reply-queries.ts';

const words = messages.replies;
const CLASSES = Object.keys(words.replyClass) as ReplyClass[];

/** All that was written to and by the person in this run, oldest first; nothing until somebody wrote twice. */
export const Conversation = ({ messageId }: { messageId: string }) => {
  const { data, error, refetch } = useQuery(threadQuery(messageId));
  if (error !== null) return <ProblemNotice what={words.conversationLoad} error={error} retry={() => void refetch()} />;
  if (data === undefined || data.entries.length < 2) return null;
  return (
    <section className={styles['conversation']}>
      <h3>{words.conversation}</h3>
      <ol className={styles['entries']}>
        {data.entries.map((entry) =>
          entry.kind === 'sent' ? (
            <li key={`sent ${entry.message.id}`} className={styles['sent']}>
              <p className={styles['head']}>{words.sent(formatTimeWithZone(entry.at))}</p>
              <p className={styles['subject']}>{entry.message.subject}</p>
              <p className={styles['text']}>{entry.text}</p>
            </li>
          ) : (
            <li key={`reply ${entry.reply.id}`} className={styles['reply']}>
              <Received reply={entry.reply} />
            </li>
          ),
        )}
      </ol>
    </section>
  );
};

const Received = ({ reply }: { reply: ReplyView }) => (
  <>
    <p className={styles['head']}>
      {words.received(reply.fromName ?? reply.from ?? words.unknownWriter, formatTimeWithZone(reply.at))}
    </p>
    <p className={styles['subject']}>{reply.subject}</p>
    <p className={styles['text']}>{reply.words}</p>
    {reply.note !== null && <p className={styles['head']}>{words.note[reply.note]}</p>}
    {reply.spam && <p className={styles['head']}>{words.spam}</p>}
    {reply.attachments.length > 0 && (
      <p className={styles['head']}>
        {words.attachments(reply.attachments.map(({ filename }) => filename).join(', '))}
      </p>
    )}
    <SaidBy reply={reply} />
  </>
);

/** What the reply says, by the rules or by a person, who may correct it; a correction stops what it stops at once. */
const SaidBy = ({ reply }: { reply: ReplyView }) => {
  const may = useMay();
  const queries = useQueryClient();
  const classify = useMutation({
    mutationFn: (to: ReplyClass) =>
      call('classifyReply', { params: { messageId: reply.messageId, replyId: reply.id }, body: { class: to } }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['mails'] }),
        queries.invalidateQueries({ queryKey: ['replies'] }),
      ]),
  });
  const why = reply.classedBy === null ? words.byRules(reply.why) : words.byPerson(reply.classedBy);
  return (
    <div className={styles['class']}>
      {may.work ? (
        <NativeSelect
          size="xs"
          aria-label={words.classLabel}
          value={reply.class}
          disabled={classify.isPending}
          onChange={({ currentTarget: { value } }) => {
            const chosen = CLASSES.find((each) => each === value);
            if (chosen !== undefined) classify.mutate(chosen);
          }}
          data={CLASSES.map((each) => ({ value: each, label: words.replyClass[each] }))}
        />
      ) : (
        <ReplyClassTag of={reply.class} />
      )}
      <span className={styles['head']}>{why}</span>
      {classify.error !== null && <ProblemNotice what={words.classFailed} error={classify.error} wrote />}
    </div>
  );
};
