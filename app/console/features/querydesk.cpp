#include "features/querydesk.h"

#include <algorithm>
#include <utility>

namespace qd {

namespace {

constexpr qint64 deskAnswerRows = 200000; ///< larger answers are not kept
constexpr int deskSaveDelay = 1500;       ///< ms after the last keystroke

} // namespace

QueryDesk::QueryDesk(const Clock &clock, QString folder, QObject *parent) : QObject(parent), m_clock(clock), m_folder(std::move(folder))
{
    m_saving.setSingleShot(true);
    m_saving.setInterval(deskSaveDelay);
    connect(&m_saving, &QTimer::timeout, this, &QueryDesk::save);
}

QueryDesk::~QueryDesk()
{
    if (isLoaded())
        (void)save();
}

void QueryDesk::load(const std::optional<QueryDraft> &first)
{
    if (isLoaded())
        return;
    const QueryDrafts drafts = loadQueryDrafts(m_folder);
    for (const QueryDraft &draft : drafts.open)
        add(draft);
    if (m_tabs.empty())
        add(first.value_or(QueryDraft{.title = freeTitle()}));
    m_current = std::clamp(drafts.current, 0, static_cast<int>(m_tabs.size()) - 1);
    emit tabsChanged();
    emit currentChanged();
}

QString QueryDesk::freeTitle() const
{
    const QStringList taken = titles();
    for (int number = 1;; ++number)
        if (const QString title = tr("Query %1").arg(number); !taken.contains(title))
            return title;
}

QueryTab &QueryDesk::add(const QueryDraft &draft)
{
    QueryTab *tab = m_tabs.emplace_back(std::make_unique<QueryTab>(draft, m_clock)).get();
    connect(tab, &QueryTab::lookChanged, this, [this, tab] {
        if (tab == &current())
            emit lookChanged();
    });
    connect(tab, &QueryTab::resultChanged, this, [this, tab] {
        if (tab == &current())
            emit resultChanged();
    });
    connect(tab, &QueryTab::ended, this, [this, tab](qsizetype place) {
        keep(*tab);
        emit ended(tab, place);
    });
    return *tab;
}

QStringList QueryDesk::titles() const
{
    QStringList titles;
    for (const auto &tab : m_tabs)
        titles.append(tab->draft().title);
    return titles;
}

void QueryDesk::open(const QueryDraft &draft)
{
    load();
    const auto same = std::ranges::find_if(m_tabs, [&](const auto &tab) { return !draft.source.isEmpty() && tab->draft().source == draft.source; });
    if (same != m_tabs.end())
        return choose(static_cast<int>(same - m_tabs.begin()));
    QueryDraft made = draft;
    if (made.title.isEmpty())
        made.title = freeTitle();
    if (current().draft().text.trimmed().isEmpty() && !current().isRunning()) {
        current().draft() = made;
    } else {
        add(made);
        m_current = static_cast<int>(m_tabs.size()) - 1;
    }
    m_saving.start();
    emit tabsChanged();
    emit currentChanged();
}

void QueryDesk::openNew()
{
    add({.title = freeTitle()});
    m_current = static_cast<int>(m_tabs.size()) - 1;
    emit tabsChanged();
    emit currentChanged();
}

void QueryDesk::choose(int index)
{
    if (index < 0 || index >= static_cast<int>(m_tabs.size()) || index == m_current)
        return;
    m_current = index;
    m_saving.start();
    emit tabsChanged();
    emit currentChanged();
}

void QueryDesk::close(int index)
{
    if (index < 0 || index >= static_cast<int>(m_tabs.size()))
        return;
    const auto closed = std::move(m_tabs[static_cast<size_t>(index)]);
    m_tabs.erase(m_tabs.begin() + index);
    if (m_tabs.empty())
        add({.title = freeTitle()});
    if (m_current > index || m_current >= static_cast<int>(m_tabs.size()))
        m_current = std::max(0, m_current - 1);
    m_saving.start();
    emit tabsChanged();
    emit currentChanged();
}

void QueryDesk::setText(const QString &text, qsizetype cursor)
{
    current().draft().text = text;
    current().draft().cursor = cursor;
    m_saving.start();
}

void QueryDesk::setSource(const QString &source, const QString &title)
{
    current().draft().source = source;
    current().draft().title = title;
    m_saving.start();
    emit tabsChanged();
}

void QueryDesk::moveSource(const QString &from, const QString &to, const QString &title)
{
    for (const auto &tab : m_tabs) {
        if (tab->draft().source != from)
            continue;
        tab->draft().source = to;
        tab->draft().title = title;
    }
    m_saving.start();
    emit tabsChanged();
}

bool QueryDesk::save()
{
    m_saving.stop();
    QueryDrafts drafts{.open = {}, .current = m_current};
    for (const auto &tab : m_tabs)
        drafts.open.append(tab->draft());
    return saveQueryDrafts(drafts, m_folder);
}

void QueryDesk::cancelAll()
{
    for (const auto &tab : m_tabs)
        tab->cancel();
}

void QueryDesk::keep(const QueryTab &tab)
{
    const bool isWhole = tab.look().phase == RunLook::Phase::Ready && !tab.look().isFromCache;
    if (!isWhole || tab.look().rows > deskAnswerRows)
        return;
    m_answers.removeIf([&](const auto &entry) { return entry.first == tab.order().kql; });
    m_answers.prepend({tab.order().kql, tab.answer()});
    m_answers.resize(std::min(m_answers.size(), keptAnswers));
}

const QueryTab::Answer *QueryDesk::kept(const QString &kql) const
{
    const auto found = std::ranges::find(m_answers, kql, &std::pair<QString, QueryTab::Answer>::first);
    return found == m_answers.cend() ? nullptr : &found->second;
}

void QueryDesk::forgetAnswers() { m_answers.clear(); }

} // namespace qd
