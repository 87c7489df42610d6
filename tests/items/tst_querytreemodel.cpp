#include "querytreemodel.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace qd;
using namespace Qt::StringLiterals;
using Section = QueryTreeModel::Section;

namespace {

QString tree(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    QString text;
    for (int row = 0; row < model.rowCount(parent); ++row)
        text += QString(depth, u'.') % model.index(row, 0, parent).data().toString() % u' ' % tree(model, model.index(row, 0, parent), depth + 1);
    return text;
}

} // namespace

class TestQueryTreeModel final : public QObject
{
    Q_OBJECT

private slots:
    void init() { test::failOnWarnings(); }
    void cleanup() { test::checkNoErrorsLogged(); }

    void foldersHoldTheirQueries()
    {
        QueryTreeModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries(Section::Library, {{u"a"_s, u"Cost/Teams"_s, u"Chargeback"_s}, {u"b"_s, u"Cost"_s, u"Models"_s}, {u"c"_s, {}, u"Tables"_s}});
        QCOMPARE(tree(model), u"Library .Cost ..Teams ...Chargeback ..Models .Tables Saved History "_s);
        const QModelIndex cost = model.index(0, 0, model.index(0, 0));
        QVERIFY(cost.data(QueryTreeModel::KeyRole).toString().isEmpty());
        QCOMPARE(model.index(1, 0, cost).data(QueryTreeModel::KeyRole).toString(), u"b"_s);
        QCOMPARE(model.index(1, 0, cost).data(QueryTreeModel::SectionRole).toInt(), int(Section::Library));
        model.setEntries(Section::Library, {{u"c"_s, {}, u"Tables"_s}});
        QCOMPARE(tree(model), u"Library .Tables Saved History "_s);
    }

    void whatStaysKeepsItsRow()
    {
        QueryTreeModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries(Section::Saved, {{u"a/one"_s, u"a"_s, u"one"_s}, {u"b/two"_s, u"b"_s, u"two"_s}, {u"c"_s, {}, u"c"_s}});
        const QModelIndex saved = model.index(1, 0);
        const QPersistentModelIndex folder = model.index(1, 0, saved);
        const QPersistentModelIndex two = model.index(0, 0, folder);
        model.setEntries(Section::Saved, {{u"a/none"_s, u"a"_s, u"none"_s}, {u"b/two"_s, u"b"_s, u"two"_s, u"said anew"_s}, {u"b/one"_s, u"b"_s, u"one"_s}});
        QCOMPARE(tree(model), u"Library Saved .a ..none .b ..two ..one History "_s);
        QVERIFY(folder.isValid() && two.isValid());
        QCOMPARE(two.data(QueryTreeModel::DetailRole).toString(), u"said anew"_s);
        model.setEntries(Section::Saved, {{u"b/one"_s, u"b"_s, u"one"_s}, {u"b/two"_s, u"b"_s, u"two"_s}});
        QCOMPARE(tree(model), u"Library Saved .b ..one ..two History "_s);
        QVERIFY(folder.isValid());
    }

    void sectionsCarryNotes()
    {
        QueryTreeModel model;
        const QAbstractItemModelTester tester(&model);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setNote(Section::History, u"off"_s);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(model.index(2, 0).data(QueryTreeModel::DetailRole).toString(), u"off"_s);
        QCOMPARE(model.index(1, 0).data(QueryTreeModel::DetailRole).toString(), QString());
    }

    void whatRanLastComesOnTopAndTheRestStays()
    {
        QueryTreeModel model;
        const QAbstractItemModelTester tester(&model);
        model.setEntries(Section::History, {{u"1"_s, {}, u"first"_s}});
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        const QPersistentModelIndex first = model.index(0, 0, model.index(2, 0));
        model.setEntries(Section::History, {{u"2"_s, {}, u"second"_s, u"took 3 s"_s, true}, {u"1"_s, {}, u"first"_s}});
        QCOMPARE(tree(model), u"Library Saved History .second .first "_s);
        QVERIFY(removed.isEmpty());
        QCOMPARE(first.row(), 1);
        QVERIFY(model.index(0, 0, model.index(2, 0)).data(QueryTreeModel::FailedRole).toBool());
    }
};

QD_TEST_MAIN(QCoreApplication, TestQueryTreeModel)
#include "tst_querytreemodel.moc"
