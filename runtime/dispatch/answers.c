/* SPDX-License-Identifier: MIT
 *
 * Shards, each with a lock, a hash table with chains and a queue. Room is made by
 * the clock rule: the oldest answer goes, or, when it was used since it last came
 * up, to the end of the queue.
 */
#include "dispatch/answers.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHARDS = 16,
    BYTES_A_BUCKET = 1024, /* about one answer */
    LARGEST = 8,           /* an answer takes at most this part of a shard: 1/8 */
};

typedef struct Answer {
    struct Answer *chained; /* next in the bucket */
    struct Answer *newer;
    uint64_t hash;
    size_t request_len, answer_len;
    bool used;
    char bytes[]; /* the request, then the answer */
} Answer;

typedef struct Shard {
    pthread_mutex_t lock;
    Answer **buckets;
    Answer *oldest, *newest;
    size_t bytes; /* of all answers */
} Shard;

struct Answers {
    size_t shard_capacity;
    size_t buckets; /* a shard; a power of two */
    Shard shards[SHARDS];
};

Answers *answers_create(size_t capacity)
{
    if (capacity == 0)
        return NULL;
    Answers *answers = calloc(1, sizeof *answers);
    if (!answers)
        return NULL;
    answers->shard_capacity = capacity / SHARDS;
    answers->buckets = 1;
    while (answers->buckets < answers->shard_capacity / BYTES_A_BUCKET)
        answers->buckets *= 2;
    for (int i = 0; i < SHARDS; i++) {
        Shard *shard = &answers->shards[i];
        pthread_mutex_init(&shard->lock, NULL);
        shard->buckets = calloc(answers->buckets, sizeof(Answer *));
        if (!shard->buckets) {
            answers_destroy(answers);
            return NULL;
        }
    }
    return answers;
}

void answers_destroy(Answers *answers)
{
    for (int i = 0; answers && i < SHARDS; i++) {
        Shard *shard = &answers->shards[i];
        for (Answer *answer = shard->oldest; answer;) {
            Answer *newer = answer->newer;
            free(answer);
            answer = newer;
        }
        free(shard->buckets);
        pthread_mutex_destroy(&shard->lock);
    }
    free(answers);
}

static uint64_t hash_of(const char *bytes, size_t len)
{
    uint64_t hash = len;
    for (; len >= 8; bytes += 8, len -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    uint64_t rest = 0;
    memcpy(&rest, bytes, len);
    hash = (hash ^ rest) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

static Shard *shard_of(Answers *answers, uint64_t hash)
{
    return &answers->shards[hash >> 60];
}

static Answer **bucket_of(const Answers *answers, Shard *shard, uint64_t hash)
{
    return &shard->buckets[hash & (answers->buckets - 1)];
}

static Answer *look_up(const Answers *answers, Shard *shard, uint64_t hash, const char *request,
                       size_t request_len)
{
    Answer *answer = *bucket_of(answers, shard, hash);
    while (answer && (answer->hash != hash || answer->request_len != request_len ||
                      memcmp(answer->bytes, request, request_len) != 0))
        answer = answer->chained;
    return answer;
}

bool answers_find(Answers *answers, const char *request, size_t request_len, JsonWriter *w)
{
    if (!answers)
        return false;
    uint64_t hash = hash_of(request, request_len);
    Shard *shard = shard_of(answers, hash);
    pthread_mutex_lock(&shard->lock);
    Answer *answer = look_up(answers, shard, hash, request, request_len);
    if (answer) {
        answer->used = true;
        json_raw(w, answer->bytes + request_len, answer->answer_len);
    }
    pthread_mutex_unlock(&shard->lock);
    return answer && !w->failed;
}

static size_t size_of(const Answer *answer)
{
    return sizeof *answer + answer->request_len + answer->answer_len;
}

static void append(Shard *shard, Answer *answer)
{
    answer->newer = NULL;
    if (shard->newest)
        shard->newest->newer = answer;
    else
        shard->oldest = answer;
    shard->newest = answer;
}

static Answer *take_oldest(Shard *shard)
{
    Answer *answer = shard->oldest;
    shard->oldest = answer->newer;
    if (!shard->oldest)
        shard->newest = NULL;
    return answer;
}

static void forget(const Answers *answers, Shard *shard, Answer *answer)
{
    Answer **link = bucket_of(answers, shard, answer->hash);
    while (*link != answer)
        link = &(*link)->chained;
    *link = answer->chained;
    shard->bytes -= size_of(answer);
    free(answer);
}

static void make_room(const Answers *answers, Shard *shard, size_t size)
{
    while (shard->oldest && shard->bytes + size > answers->shard_capacity) {
        Answer *answer = take_oldest(shard);
        if (answer->used) {
            answer->used = false;
            append(shard, answer);
        } else {
            forget(answers, shard, answer);
        }
    }
}

static Answer *copy_of(uint64_t hash, const char *request, size_t request_len, const char *bytes,
                       size_t len)
{
    Answer *answer = malloc(sizeof *answer + request_len + len);
    if (!answer)
        return NULL;
    *answer = (Answer){.hash = hash, .request_len = request_len, .answer_len = len};
    memcpy(answer->bytes, request, request_len);
    memcpy(answer->bytes + request_len, bytes, len);
    return answer;
}

void answers_keep(Answers *answers, const char *request, size_t request_len, const char *bytes,
                  size_t len)
{
    if (!answers || sizeof(Answer) + request_len + len > answers->shard_capacity / LARGEST)
        return;
    uint64_t hash = hash_of(request, request_len);
    Answer *answer = copy_of(hash, request, request_len, bytes, len);
    if (!answer)
        return;
    Shard *shard = shard_of(answers, hash);
    pthread_mutex_lock(&shard->lock);
    if (look_up(answers, shard, hash, request, request_len)) { /* another thread was faster */
        free(answer);
    } else {
        make_room(answers, shard, size_of(answer));
        Answer **bucket = bucket_of(answers, shard, hash);
        answer->chained = *bucket;
        *bucket = answer;
        append(shard, answer);
        shard->bytes += size_of(answer);
    }
    pthread_mutex_unlock(&shard->lock);
}
