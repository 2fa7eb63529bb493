package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterStore;
import io.campanile.domain.deadletter.Replays;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on dead letters (PROTOCOL 11), called by the routes of {@link DeadLetterRoutes}. Thread-safe; they block. */
public final class DeadLetterOperations {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterOperations.class);
    /** In one request; has_more says that it is to be repeated. */
    private static final int MANY = 1_000;
    private static final int A_PAGE = 200;

    private final DeadLetterStore store;
    private final Replays replays;
    private final Clock clock;

    public DeadLetterOperations(DeadLetterStore store, Replays replays, Clock clock) {
        this.store = store;
        this.replays = replays;
        this.clock = clock;
    }

    public Map<String, Object> list(RestRequest request) {
        DeadLetterQuery query = DeadLetterQuery.of(request);
        DeadLetterStore.Page page = store.page(query.filter(), query.after(), query.newest(), request.limit());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("dead_letters", page.letters().stream().map(DeadLetterJson::of).toList());
        answer.put("has_more", page.more());
        return answer;
    }

    public InputStream export(RestRequest request) {
        DeadLetterQuery query = DeadLetterQuery.of(request);
        LOG.info("dead letters exported by {}", request.principal().id());
        return new DeadLetterExport(after -> store.page(query.filter(), after == null ? query.after() : after, query.newest(), A_PAGE));
    }

    public DeadLetterJson read(RestRequest request) {
        String id = request.path().get("id");
        return DeadLetterJson.of(store.find(id).orElseThrow(() -> CodedException.notFound("dead letter: " + id)));
    }

    public void discard(RestRequest request) {
        String id = request.path().get("id");
        if (!store.discard(id)) {
            throw CodedException.notFound("dead letter: " + id);
        }
        LOG.info("dead letter {} discarded by {}", id, request.principal().id());
    }

    public DeadLetterJson replay(RestRequest request) {
        String body = request.bytes().length == 0 ? null : request.fields().optionalText("body");
        String id = request.path().get("id");
        DeadLetterJson replayed = DeadLetterJson.of(replays.replay(id, body));
        LOG.info("dead letter {} replayed by {}{}", id, request.principal().id(), body == null ? "" : ", edited");
        return replayed;
    }

    /** Those with the given ids, in their order, or those of a filter that were not replayed and have failed by now, oldest first. */
    public Map<String, Object> replayMany(RestRequest request) {
        Selection selection = Selection.of(request);
        ReplayOfMany many = new ReplayOfMany(replays);
        boolean more = selection.ids() == null ? replay(selection.filter().toReplay(clock.millis()), many) : !many.take(selection.ids());
        LOG.info("{} dead letters replayed by {}", many.replayed(), request.principal().id());
        return many.answer(more);
    }

    private boolean replay(DeadLetterFilter filter, ReplayOfMany many) {
        String after = null;
        for (int taken = 0; taken < MANY; ) {
            DeadLetterStore.Page page = store.page(filter, after, false, Math.min(A_PAGE, MANY - taken));
            List<String> ids = page.letters().stream().map(DeadLetter::id).toList();
            if (!many.take(ids)) {
                return true;
            }
            if (!page.more()) {
                return false;
            }
            taken += ids.size();
            after = ids.get(ids.size() - 1);
        }
        return true;
    }

    public Map<String, Object> discardMany(RestRequest request) {
        Selection selection = Selection.of(request);
        int discarded;
        if (selection.ids() == null) {
            discarded = store.discard(selection.filter(), MANY);
        } else {
            discarded = (int) selection.ids().stream().filter(store::discard).count();
        }
        LOG.info("{} dead letters discarded by {}", discarded, request.principal().id());
        return Map.of("discarded", discarded, "has_more", selection.ids() == null && discarded == MANY);
    }

    /** Either of the two. */
    private record Selection(List<String> ids, DeadLetterFilter filter) {

        static Selection of(RestRequest request) {
            Fields fields = request.fields();
            Fields filter = fields.optionalObject("filter");
            if (filter != null) {
                return new Selection(null, new DeadLetterFilter(filter.optionalText("flow"), filter.optionalText("route_id"),
                        filter.optionalText("cause"), filter.optionalBoolean("replayed"), filter.optionalTime("from"), filter.optionalTime("to")));
            }
            List<String> ids = fields.texts("ids");
            if (ids.size() > MANY) {
                throw new CodedException(ErrorCode.INVALID, "ids: at most " + MANY + " at a time");
            }
            return new Selection(new ArrayList<>(ids), null);
        }
    }
}
