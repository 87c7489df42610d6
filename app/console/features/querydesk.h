#pragma once

#include "features/querytab.h"

#include <QTimer>

#include <vector>

namespace qd {

/// The queries that are open, one of them in front; kept over restarts, and the last answers by their text. GUI thread.
class QueryDesk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(QueryDesk)

public:
    static constexpr qsizetype keptAnswers = 12;

    /// `clock` is borrowed. `folder` is where the drafts are kept.
    QueryDesk(const Clock &clock, QString folder, QObject *parent = nullptr);
    ~QueryDesk() override;

    /// Reads the drafts of the last time; opens `first` when there is none, or an empty query.
    void load(const std::optional<QueryDraft> &first = {});
    [[nodiscard]] QueryTab &current() const { return *m_tabs[static_cast<size_t>(m_current)]; }
    [[nodiscard]] int currentIndex() const { return m_current; }
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] bool isLoaded() const { return !m_tabs.empty(); }

    /// Puts a query in front: the tab that came from the same source, an untouched one, or a new one.
    void open(const QueryDraft &draft);
    void openNew();
    void choose(int index);
    void close(int index);
    /// The current tab's text was changed; it is written soon.
    void setText(const QString &text, qsizetype cursor);
    void setSource(const QString &source, const QString &title);
    /// Every tab that came from `from` is one of `to` now, under this title.
    void moveSource(const QString &from, const QString &to, const QString &title);
    /// Writes what is open now. False when it could not be written.
    bool save();
    void cancelAll();
    /// What was answered before to the same text and range of time, or nothing.
    [[nodiscard]] const QueryTab::Answer *kept(const QString &kql) const;
    void forgetAnswers();

signals:
    void tabsChanged();
    /// Another tab is in front.
    void currentChanged();
    /// Of the tab in front.
    void lookChanged();
    void resultChanged();
    /// A run ended in this tab.
    void ended(qd::QueryTab *tab, qsizetype place);

private:
    QueryTab &add(const QueryDraft &draft);
    void keep(const QueryTab &tab);
    [[nodiscard]] QString freeTitle() const;

    const Clock &m_clock;
    const QString m_folder;
    std::vector<std::unique_ptr<QueryTab>> m_tabs;
    int m_current = 0;
    QTimer m_saving;
    QList<std::pair<QString, QueryTab::Answer>> m_answers; ///< newest first
};

} // namespace qd
