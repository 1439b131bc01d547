/** Every event type with all fields that SES's developer guide lists for it ("Contents of event data … to Amazon SNS"), about one mail. */
export const sesShapes = (tags: Readonly<Record<string, string>>) => {
  const recipient = 'noor@ledgerworks.example';
  const channelId = '0100019a1b2c3d4e-5f6a7b8c-1234-4abc-9def-0123456789ab-000000';
  const mail = {
    timestamp: '2026-11-21T09:00:01.250Z',
    source: 'Ana Reboredo <ana@harbourlight.example>',
    sourceArn: 'arn:aws:ses:eu-west-1:111122223333:identity/harbourlight.example',
    sendingAccountId: '111122223333',
    messageId: channelId,
    destination: [recipient],
    headersTruncated: false,
    headers: [
      { name: 'From', value: 'Ana Reboredo <ana@harbourlight.example>' },
      { name: 'To', value: recipient },
      { name: 'Subject', value: 'Your month end' },
    ],
    commonHeaders: {
      from: ['Ana Reboredo <ana@harbourlight.example>'],
      to: [recipient],
      messageId: channelId,
      subject: 'Your month end',
    },
    tags: {
      'ses:operation': ['SendRawEmail'],
      'ses:configuration-set': ['mail'],
      'ses:source-ip': ['198.51.100.7'],
      'ses:from-domain': ['harbourlight.example'],
      'ses:caller-identity': ['sender'],
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
    },
  };
  const feedbackId = '0100019a1b2c3d4e-feedback-1234-000000';
  const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36';
  const bounce = (bounceType: string, bounceSubType: string, recipients: readonly object[]) => ({
    eventType: 'Bounce',
    mail,
    bounce: {
      ...{ feedbackId, bounceType, bounceSubType, bouncedRecipients: recipients },
      ...{ timestamp: '2026-11-21T09:00:04.000Z', remoteMtaIp: '192.0.2.10', reportingMTA: 'dsn; a1.smtp-out.example' },
    },
  });
  const failed = { emailAddress: recipient, action: 'failed' };
  return {
    send: { eventType: 'Send', mail, send: {} },
    delivery: {
      eventType: 'Delivery',
      mail,
      delivery: {
        ...{ timestamp: '2026-11-21T09:00:03.100Z', processingTimeMillis: 1_850, recipients: [recipient] },
        ...{ smtpResponse: '250 2.0.0 OK', remoteMtaIp: '192.0.2.10', reportingMTA: 'a1.smtp-out.example' },
      },
    },
    hardBounce: bounce('Permanent', 'General', [
      { ...failed, status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 unknown' },
    ]),
    softBounce: bounce('Transient', 'MailboxFull', [
      { ...failed, status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 full' },
    ]),
    mislabelledBounce: bounce('Transient', 'General', [
      { ...failed, status: '5.1.1', diagnosticCode: 'smtp; 550 gone' },
    ]),
    policyBounce: bounce('Transient', 'General', [
      { ...failed, status: '5.7.1', diagnosticCode: 'smtp; 554 5.7.1 policy' },
    ]),
    accountSuppressed: bounce('Permanent', 'OnAccountSuppressionList', [failed]),
    bounceWithoutRecipient: bounce('Undetermined', 'Undetermined', []),
    complaint: {
      eventType: 'Complaint',
      mail,
      complaint: {
        ...{ feedbackId, complaintSubType: null, complainedRecipients: [{ emailAddress: recipient }] },
        ...{ timestamp: '2026-11-21T10:00:00.000Z', userAgent: 'Feedback-Loop/1.0', complaintFeedbackType: 'abuse' },
        arrivalDate: '2026-11-21T09:59:00.000Z',
      },
    },
    notSpam: {
      eventType: 'Complaint',
      mail,
      complaint: {
        ...{ feedbackId, complainedRecipients: [{ emailAddress: recipient }], complaintFeedbackType: 'not-spam' },
        timestamp: '2026-11-21T10:00:00.000Z',
      },
    },
    reject: { eventType: 'Reject', mail, reject: { reason: 'Bad content' } },
    renderingFailure: {
      eventType: 'Rendering Failure',
      mail,
      failure: { errorMessage: 'a field of the template is missing', templateName: 'none' },
    },
    deliveryDelay: {
      eventType: 'DeliveryDelay',
      mail,
      deliveryDelay: {
        ...{ timestamp: '2026-11-21T09:10:00.000Z', delayType: 'TransientCommunicationFailure' },
        expirationTime: '2026-11-21T21:00:00.000Z',
        delayedRecipients: [{ emailAddress: recipient, status: '4.4.1', diagnosticCode: 'smtp; 421 no answer' }],
      },
    },
    open: {
      eventType: 'Open',
      mail,
      open: { timestamp: '2026-11-21T09:30:00.000Z', userAgent: agent, ipAddress: '203.0.113.20' },
    },
    click: {
      eventType: 'Click',
      mail,
      click: {
        ...{ timestamp: '2026-11-21T09:31:00.000Z', userAgent: agent, ipAddress: '203.0.113.20' },
        ...{ link: 'https://harbourlight.example/', linkTags: { place: ['body'] } },
      },
    },
    subscription: {
      eventType: 'Subscription',
      mail,
      subscription: {
        ...{ contactList: 'list', timestamp: '2026-11-21T11:00:00.000Z', source: 'UnsubscribeHeader' },
        newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [] },
        oldTopicPreferences: { unsubscribeAll: false, topicSubscriptionStatus: [] },
      },
    },
  };
};
