import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Clock, HOUR, type Instant, instant, SECOND } from '../platform/time.ts';

const VALID_FOR = HOUR;

export type Link = Readonly<{ url: string; expiresAt: Instant }>;
/** Signed addresses at which a caller uploads to and downloads from the data bucket by itself, valid for an hour. */
export type UploadLinks = Readonly<{
  upload: (key: string) => Promise<Link>;
  download: (key: string, fileName: string) => Promise<Link>;
}>;

export const createUploadLinks = ({
  bucket,
  clock,
  // A checksum that the SDK would sign by itself is that of an empty body, which no upload has.
  client = new S3Client({ forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' }),
}: {
  bucket: string;
  clock: Clock;
  client?: S3Client;
}): UploadLinks => {
  const link = async (command: PutObjectCommand | GetObjectCommand): Promise<Link> => {
    const expiresAt = instant(clock() + VALID_FOR);
    return { url: await getSignedUrl(client, command, { expiresIn: VALID_FOR / SECOND }), expiresAt };
  };
  return {
    upload: (key) => link(new PutObjectCommand({ Bucket: bucket, Key: key })),
    download: (key, fileName) =>
      link(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ResponseContentType: 'text/csv; charset=utf-8',
          ResponseContentDisposition: `attachment; filename="${fileName}"`,
        }),
      ),
  };
};
