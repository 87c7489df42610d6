#pragma once

#include "http/callstate.h"
#include "localstate/objecthistory.h"

#include <optional>

namespace qd::test {

/// An ObjectHistory in memory; with `refusal` set nothing can be kept or read.
class MemoryHistory final : public ObjectHistory
{
public:
    QList<ObjectVersion> kept; ///< oldest first
    std::optional<Error> refusal;

    Call record(const ObjectVersion &version, QObject *context, Completion<ObjectVersion> completion) override
    {
        const auto state = CallState<ObjectVersion>::create(context, std::move(completion));
        if (refusal) {
            state->finish(*refusal);
            return state->handle();
        }
        const bool isRepeated = !kept.isEmpty() && kept.constLast().object == version.object && kept.constLast().text == version.text;
        if (isRepeated && kept.constLast().origin == ObjectVersion::Origin::Draft) {
            kept.last() = version; // a draft that has arrived
            kept.last().number = kept.size();
        } else if (!isRepeated) {
            kept.append(version);
            kept.last().number = kept.size();
        }
        state->finish(kept.constLast());
        return state->handle();
    }

    Call versions(const QString &object, int limit, QObject *context, Completion<QList<ObjectVersion>> completion) override
    {
        const auto state = CallState<QList<ObjectVersion>>::create(context, std::move(completion));
        QList<ObjectVersion> found;
        for (auto version = kept.crbegin(); version != kept.crend() && found.size() < limit; ++version)
            if (version->object.compare(object, Qt::CaseInsensitive) == 0)
                found.append(*version);
        state->finish(refusal ? Result<QList<ObjectVersion>>(*refusal) : Result<QList<ObjectVersion>>(found));
        return state->handle();
    }
};

} // namespace qd::test
