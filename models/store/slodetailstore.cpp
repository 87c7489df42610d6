#include "slodetailstore.h"

#include <utility>

namespace qd {

SloDetailStore::SloDetailStore(QObject *parent) : QObject(parent) {}

void SloDetailStore::replace(SloDetail next)
{
    if (next == m_detail)
        return;
    m_detail = std::move(next);
    emit changed();
}

void SloDetailStore::open(const SloId &id)
{
    if (m_detail.state == SloDetail::State::Closed || m_detail.id != id)
        replace({.id = id, .state = SloDetail::State::Loading});
}

void SloDetailStore::close() { replace({}); }

void SloDetailStore::applyHistory(const SloId &id, std::vector<SliPoint> series, std::vector<SliPoint> burnDown, Instant asOf)
{
    if (m_detail.state == SloDetail::State::Closed || m_detail.id != id)
        return;
    SloDetail next = m_detail;
    next.state = SloDetail::State::Ready;
    next.series = std::move(series);
    next.burnDown = std::move(burnDown);
    next.asOf = asOf;
    next.error.reset();
    replace(std::move(next));
}

void SloDetailStore::fail(const SloId &id, const Error &error)
{
    if (m_detail.state == SloDetail::State::Closed || m_detail.id != id)
        return;
    SloDetail next = m_detail;
    if (next.state != SloDetail::State::Ready)
        next.state = SloDetail::State::Failed;
    next.error = error;
    replace(std::move(next));
}

} // namespace qd
